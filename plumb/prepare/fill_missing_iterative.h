#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

enum class FillEstimator { bayesian_ridge, ridge };
constexpr auto names(FillEstimator) { return std::array{"bayesian_ridge", "ridge"}; }

/// Fills gaps in numbers with what the other columns say of them.
///
///     - fill_missing_iterative: {columns: [age, income, rooms], flag: true}
///
/// Gaps begin as the means. Then, column by column, the one with the fewest gaps first, a line is fitted from all other
/// columns to the rows in which the column is present, and predicts the gaps; and so again, until the gaps of no row
/// move by more than `tol` times the largest number together, at most `max_iter` times. Later rows go through the same
/// lines in the same order. As scikit-learn's IterativeImputer with BayesianRidge or Ridge(alpha) (van Buuren and
/// Groothuis-Oudshoorn, 2011).
///
/// Columns without gaps are learned too: their first gap may come when serving. Trap: `ridge` sees the columns in their
/// own units; put `standardize` before it. In ONNX, each line of each round is three nodes.
struct FillMissingIterative {
  std::vector<std::string> columns = {};
  FillEstimator estimator = FillEstimator::bayesian_ridge;
  double alpha = 1;
  int64_t max_iter = 10;
  double tol = 1e-3;
  bool flag = false;

  static constexpr auto name = "fill_missing_iterative";
  static constexpr auto summary = "Fills gaps in numbers with what the other columns say of them.";
  static constexpr auto example = "fill_missing_iterative: {columns: [age, income], flag: true}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to fill, and to fill from; empty means every number.");
    field("estimator", self.estimator, "How the lines are fitted.");
    field("alpha", self.alpha, "Penalty on the squared weights, for `estimator: ridge`.", at_least(0));
    field("max_iter", self.max_iter, "Most rounds.", at_least(1));
    field("tol", self.tol, "Share of the largest number by which gaps may still move.", at_least(0));
    field("flag", self.flag, "Also adds `<column>_was_missing`, so that the model can see the gap.");
  }

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> means = {};
    std::vector<int64_t> filled = {};  // by line, the column that it fills
    std::vector<double> weights = {};  // by line, one for each column; 0 for its own
    std::vector<double> intercepts = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are filled.");
      field("means", self.means, "What gaps of each begin as.");
      field("filled", self.filled, "Which column each line fills, in the order in which they are drawn.");
      field("weights", self.weights, "Its weights, one for each column.");
      field("intercepts", self.intercepts, "Its intercept.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb

#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/core/or_auto.h"
#include "plumb/prepare/step.h"

namespace plumb {

enum class FeatureScore { f_classif, f_regression, chi2, mutual_info_classif, mutual_info_regression };
constexpr auto names(FeatureScore) {
  return std::array{"f_classif", "f_regression", "chi2", "mutual_info_classif", "mutual_info_regression"};
}

/// Keeps the columns of numbers that say most about the target, each looked at alone, and drops the others.
///
///     - select_k_best: {k: 10}
///
///   f_classif              F of a one-way analysis of variance: how far apart the classes' means are, against the
///                          spread in them
///   f_regression           r^2 / (1 - r^2) * (n - 2), r the correlation with the target
///   chi2                   sum of (observed - expected)^2 / expected over classes, of counts or frequencies from 0 on
///   mutual_info_classif    how much of the class a column tells, in nats: sees any dependence, not that of means alone
///   mutual_info_regression the same of a number (prepare/mutual_information.h)
///
/// As scikit-learn's SelectKBest with the scores of those names; of equal scores the first column stays. The target is
/// looked at while training only. Columns that no score can be told of, being constant, go first.
///
/// Mutual information is estimated from distances to near rows, 3 of them, so equal values are told apart by noise of
/// 1e-10 of their size, as in scikit-learn. Where values are all different, the noise changes nothing and scores are
/// scikit-learn's; where they repeat (whole numbers), the estimate follows the draw a little, here as there: ours comes
/// from the task's seed. Columns of nothing but 0 and 1 are counted instead, as its `discrete_features`. It costs
/// O(n log n) a column of n rows, the other scores O(n).
struct SelectKBest {
  std::vector<std::string> columns = {};
  int64_t k = 10;
  OrAuto<FeatureScore> score = {};
  std::string target = {};

  static constexpr auto name = "select_k_best";
  static constexpr auto summary = "Keeps the columns of numbers that say most about the target.";
  static constexpr auto example = "select_k_best: {k: 10}";
  static constexpr auto shorthand = "k";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to choose from; empty means every number, booleans too.");
    field("k", self.k, "How many stay; if there are fewer, all do.", at_least(1));
    field("score", self.score, "What a column is judged by; auto: f_regression of a number, else f_classif.");
    field("target", self.target, "The target that is looked at; may be left out where the task has one.");
  }

  struct State {
    std::vector<std::string> columns = {}, dropped = {};
    std::vector<double> scores = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that were looked at.");
      field("dropped", self.dropped, "Those of them that go.");
      field("scores", self.scores, "Score of each.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb

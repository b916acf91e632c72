#pragma once

#include <string>
#include <vector>

#include "plumb/core/or_auto.h"
#include "plumb/prepare/isolation_trees.h"
#include "plumb/prepare/step.h"

namespace plumb {

/// Finds odd rows by how few random cuts it takes to single them out (isolation_trees.h).
///
///     - isolation_forest: {contamination: 0.02}             # leaves 2 % of the train rows out
///     - isolation_forest: {drop: false, score: true}        # adds the column isolation_score to all rows
///
/// Rows are left out of the train rows only: those whose score is above 0.5, or, where `contamination` says a share,
/// the oddest rows of that share. Train rows may have no gaps in these columns; a row with a gap met later has no
/// score. As scikit-learn's IsolationForest, whose score_samples is -isolation_score; the trees are others, since they
/// are drawn.
struct IsolationForest {
  std::vector<std::string> columns = {};
  bool drop = true;
  bool score = false;
  int64_t n_estimators = 100;
  int64_t max_samples = 256;
  OrAuto<double> contamination = {};

  static constexpr auto name = "isolation_forest";
  static constexpr auto summary = "Leaves out train rows that are odd in several columns together, or scores rows.";
  static constexpr auto example = "isolation_forest: {contamination: 0.02}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns that are looked at; empty means every number that is not a boolean.");
    field("drop", self.drop, "Leaves odd train rows out.");
    field("score", self.score, "Adds `isolation_score` to all rows, towards 1 for odd ones.");
    field("n_estimators", self.n_estimators, "How many trees there are.", at_least(1));
    field("max_samples", self.max_samples, "Train rows that each tree sees.", at_least(2));
    field("contamination", self.contamination, "Share of the train rows that is odd; auto: those above 0.5.");
  }
  void check(Problems& problems) const;

  struct State {
    std::vector<std::string> columns = {};
    IsolationTrees trees = {};
    double threshold = 0.5;
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are looked at.");
      field("trees", self.trees, "The trees.");
      field("threshold", self.threshold, "The score above which a row is odd.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb

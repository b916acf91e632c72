#pragma once

#include "plumb/evaluate/one_vs_rest.h"

namespace plumb {

/// Area under the ROC curve: how likely a row of the class gets a higher probability of it than another row, ties
/// counting half (Hanley and McNeil, 1982). Two classes: that of the positive one. More: the mean over the classes,
/// each against the rest (scikit-learn's `multi_class="ovr"`). NaN where a class has no row, or all.
///
///     evaluate: [auc, {auc: {average: weighted}}]
struct Auc {
  OneVsRest options = {};
  static constexpr auto name = "auc";
  static constexpr auto summary = "Area under the ROC curve.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::labels;
  static void describe(auto& self, auto& field) { OneVsRest::describe(self.options, field); }
  Score score(const Predictions& predictions) const;
  Rescore rescore(const Predictions& predictions) const;
};

/// The area for one class against the rest.
double area_under_roc(const Predictions& predictions, int64_t label);

}  // namespace plumb

#pragma once

#include <array>
#include <optional>
#include <string>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Area under the ROC curve: how likely a row of the class gets a higher probability of it than another row, ties
/// counting half (Hanley and McNeil, 1982). Two classes: that of the positive one. More: the mean over the classes,
/// each against the rest (scikit-learn's `multi_class="ovr"`). NaN where a class has no row, or all.
///
///     evaluate: [auc, {auc: {average: weighted}}]
struct Auc {
  enum class Mean { macro, weighted };
  friend constexpr auto names(Mean) { return std::array{"macro", "weighted"}; }

  Mean average = Mean::macro;
  std::optional<std::string> positive = {};
  static constexpr auto name = "auc";
  static constexpr auto summary = "Area under the ROC curve.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static void describe(auto& self, auto& field) {
    field("average", self.average, "Mean over more than two classes: each alike, or by its rows.");
    field("positive", self.positive, "The positive of two classes; the last in order where nothing is given.");
  }
  Score score(const Predictions& predictions) const;
};

/// The area for one class against the rest.
double area_under_roc(const Predictions& predictions, int64_t label);

}  // namespace plumb

#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

enum class ThresholdBy { none, f1, recall, cost };
constexpr auto names(ThresholdBy) { return std::array{"none", "f1", "recall", "cost"}; }

/// From which probability on a row is called the positive of two classes, chosen on the valid rows and kept with the
/// model. Where it is none, the more probable class is called.
///
///     threshold: f1                                                      # the largest f1
///     threshold: {by: recall, recall: 0.95}                              # the highest that still finds 95 %
///     threshold: {by: cost, false_negative: 5, false_positive: 1}        # the smallest sum of costs
struct Threshold {
  ThresholdBy by = ThresholdBy::none;
  double recall = 0.9;
  double false_positive = 1;
  double false_negative = 1;
  std::optional<std::string> positive = {};

  static constexpr auto shorthand = "by";
  static void describe(auto& self, auto& field) {
    field("by", self.by, "What makes a threshold the best of the valid rows; none: the more probable class is called.");
    field("recall", self.recall, "With `by: recall`: the least share of the positives to be found.", between(0, 1));
    field("false_positive", self.false_positive, "With `by: cost`: what a false alarm costs.", at_least(0));
    field("false_negative", self.false_negative, "With `by: cost`: what a missed positive costs.", at_least(0));
    field("positive", self.positive, "The positive of two classes; the last in order where nothing is given.");
  }
  void check(Problems& problems) const;
};

/// From which probability of the second class on a row is called it: halfway between two probabilities that occur.
/// Refuses more than two classes, and rows that lack one of them.
double choose_threshold(const Threshold& threshold, const Predictions& predictions);

/// What a threshold makes of probabilities.
std::vector<int32_t> called_by(double threshold, const Predictions& predictions);

}  // namespace plumb

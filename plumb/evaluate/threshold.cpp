#include "plumb/evaluate/threshold.h"

#include <algorithm>

#include "plumb/evaluate/average.h"
#include "plumb/evaluate/one_vs_rest.h"

namespace plumb {
namespace {

/// Weights of the positives and negatives that are called positive.
struct Called {
  double positives = 0, negatives = 0;
};

/// How good calls are; more is better.
double worth(const Threshold& threshold, const Called& called, const Called& all) {
  switch (threshold.by) {
    case ThresholdBy::f1:
      return 2 * called.positives / (all.positives + called.positives + called.negatives);
    case ThresholdBy::recall:
      return called.positives >= threshold.recall * all.positives ? -called.negatives : -1e300;
    case ThresholdBy::cost:
      return -(called.negatives * threshold.false_positive +
               (all.positives - called.positives) * threshold.false_negative);
    case ThresholdBy::none:
      break;
  }
  return 0;
}

}  // namespace

void Threshold::check(Problems& problems) const {
  const Threshold usual;
  if (by != ThresholdBy::recall && recall != usual.recall) problems.add("recall", "is read only when `by: recall`");
  if (by != ThresholdBy::cost && false_positive != usual.false_positive)
    problems.add("false_positive", "is read only when `by: cost`");
  if (by != ThresholdBy::cost && false_negative != usual.false_negative)
    problems.add("false_negative", "is read only when `by: cost`");
  if (by == ThresholdBy::cost && false_positive == 0 && false_negative == 0)
    problems.add("false_positive",
                 "and `false_negative` are both 0, so every threshold costs the same; say what one costs");
}

double choose_threshold(const Threshold& threshold, const Predictions& predictions) {
  require(predictions.labels.size() == 2, "evaluate.threshold: {} has {} classes; a threshold parts two",
          predictions.target, predictions.labels.size());
  const auto positive = static_cast<int64_t>(positive_class(predictions, threshold.positive));
  const std::vector<Ranked> rows = ranked(predictions, positive);
  Called all, called;
  for (const Ranked& row : rows) (row.is_label ? all.positives : all.negatives) += row.weight;
  require(all.positives > 0 && all.negatives > 0,
          "evaluate.threshold: the valid rows are all of one class of {}; a threshold needs rows of both",
          predictions.target);
  double best = worth(threshold, called, all),
         chosen = (1 + rows.front().probability) / 2;  // nothing is called positive
  for (size_t i = 0; i < rows.size();) {
    const double here = rows[i].probability;
    for (; i < rows.size() && rows[i].probability == here; ++i)
      (rows[i].is_label ? called.positives : called.negatives) += rows[i].weight;
    const double now = worth(threshold, called, all);
    if (now <= best) continue;
    best = now;
    chosen = i < rows.size() ? (here + rows[i].probability) / 2 : here / 2;
  }
  return positive == 1 ? chosen : 1 - chosen;
}

std::vector<int32_t> called_by(double threshold, const Predictions& predictions) {
  std::vector<int32_t> called;
  for (int64_t row = 0; row < predictions.rows(); ++row)
    called.push_back(predictions.probability(row, 1) >= threshold ? 1 : 0);
  return called;
}

}  // namespace plumb

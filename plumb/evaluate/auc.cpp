#include "plumb/evaluate/auc.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/evaluate/average.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Auc>();

double area_under_roc(const Predictions& predictions, int64_t label) {
  std::vector<int64_t> order(static_cast<size_t>(predictions.rows()));
  std::iota(order.begin(), order.end(), 0);
  const auto p = [&](int64_t row) { return predictions.probability(row, label); };
  std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return p(a) < p(b); });
  double area = 0, positives = 0, negatives = 0;  // negatives: those ranked below
  for (size_t i = 0; i < order.size();) {
    double tied_positives = 0, tied_negatives = 0;
    const double here = p(order[i]);
    for (; i < order.size() && p(order[i]) == here; ++i) {
      const bool is_label = predictions.classes[static_cast<size_t>(order[i])] == label;
      (is_label ? tied_positives : tied_negatives) += predictions.weight(order[i]);
    }
    area += tied_positives * (negatives + tied_negatives / 2);
    positives += tied_positives;
    negatives += tied_negatives;
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : std::nan("");
}

Score Auc::score(const Predictions& predictions) const {
  Score score{.name = name};
  const auto classes = static_cast<int64_t>(predictions.labels.size());
  for (int64_t label = 0; label < classes; ++label) score.per_class.push_back(area_under_roc(predictions, label));
  if (classes == 2) {
    score.value = score.per_class[positive_class(predictions, positive)];
    return score;
  }
  const Confusion confusion(predictions);
  double sum = 0, weights = 0;
  for (size_t label = 0; label < score.per_class.size(); ++label) {
    const double weight = average == Mean::weighted ? confusion.support(label) : 1;
    sum += weight * score.per_class[label];
    weights += weight;
  }
  score.value = sum / weights;
  return score;
}

}  // namespace plumb

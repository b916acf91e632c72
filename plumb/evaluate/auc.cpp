#include "plumb/evaluate/auc.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Auc>();

double area_under_roc(const Predictions& predictions, int64_t label) {
  const std::vector<Ranked> rows = ranked(predictions, label);
  double area = 0, positives = 0, negatives = 0;  // positives: those ranked above
  for (size_t i = 0; i < rows.size();) {
    double tied_positives = 0, tied_negatives = 0;
    const double here = rows[i].probability;
    for (; i < rows.size() && rows[i].probability == here; ++i)
      (rows[i].is_label ? tied_positives : tied_negatives) += rows[i].weight;
    area += tied_negatives * (positives + tied_positives / 2);
    positives += tied_positives;
    negatives += tied_negatives;
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : std::nan("");
}

Score Auc::score(const Predictions& predictions) const {
  return one_vs_rest(name, predictions, options, area_under_roc);
}

namespace {

/// Rows as steps of the curve of one class: those of one probability share a step.
struct Steps {
  std::vector<uint32_t> of_row = {};  // twice the step, by falling probability; and 1 where the row is of the class
  size_t count = 0;
  std::vector<double> sums = {};  // of the weights of both kinds, a pair a step

  double area(const std::vector<double>& weights) {
    sums.assign(2 * count, 0);
    for (size_t row = 0; row < weights.size(); ++row) sums[of_row[row]] += weights[row];
    double area = 0, positives = 0, negatives = 0;
    for (size_t i = 0; i < sums.size(); i += 2) {
      area += sums[i] * (positives + sums[i + 1] / 2);
      positives += sums[i + 1];
      negatives += sums[i];
    }
    return positives > 0 && negatives > 0 ? area / (positives * negatives) : std::nan("");
  }
};

Steps steps_of(const Predictions& predictions, int64_t label) {
  const auto rows = static_cast<size_t>(predictions.rows());
  std::vector<std::pair<double, uint32_t>> order(rows);
  for (size_t row = 0; row < rows; ++row)
    order[row] = {-predictions.probability(static_cast<int64_t>(row), label), static_cast<uint32_t>(row)};
  std::sort(order.begin(), order.end());
  Steps steps{.of_row = std::vector<uint32_t>(rows)};
  for (size_t i = 0; i < rows; ++i) {
    if (i == 0 || order[i].first != order[i - 1].first) ++steps.count;
    const size_t row = order[i].second;
    steps.of_row[row] = static_cast<uint32_t>(2 * (steps.count - 1) + (predictions.classes[row] == label ? 1 : 0));
  }
  return steps;
}

}  // namespace

Rescore Auc::rescore(const Predictions& predictions) const {
  const auto classes = static_cast<int64_t>(predictions.labels.size());
  std::vector<Steps> all;
  if (classes == 2) {
    all.push_back(steps_of(predictions, static_cast<int64_t>(positive_class(predictions, options.positive))));
  } else {
    for (int64_t label = 0; label < classes; ++label) all.push_back(steps_of(predictions, label));
  }
  const auto shared = std::make_shared<std::vector<Steps>>(std::move(all));
  const bool by_rows = options.average == OneVsRest::Mean::weighted;
  return [shared, by_rows, truth = predictions.classes](const std::vector<double>& weights) {
    std::vector<double> supports(shared->size(), 1);
    if (by_rows && shared->size() > 1) {
      supports.assign(shared->size(), 0);
      for (size_t row = 0; row < weights.size(); ++row) supports[static_cast<size_t>(truth[row])] += weights[row];
    }
    double sum = 0, all_weights = 0;
    for (size_t i = 0; i < shared->size(); ++i) {
      sum += supports[i] * (*shared)[i].area(weights);
      all_weights += supports[i];
    }
    return sum / all_weights;
  };
}

}  // namespace plumb

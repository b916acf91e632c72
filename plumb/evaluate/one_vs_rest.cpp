#include "plumb/evaluate/one_vs_rest.h"

#include <algorithm>

namespace plumb {

namespace {
bool holds(const Predictions& predictions, int64_t row, int64_t label) {
  if (predictions.is_set()) return predictions.member(row, label);
  return predictions.classes[static_cast<size_t>(row)] == label;
}
}  // namespace

std::vector<Ranked> ranked(const Predictions& predictions, int64_t label) {
  std::vector<Ranked> rows;
  for (int64_t row = 0; row < predictions.rows(); ++row)
    rows.push_back({predictions.probability(row, label), holds(predictions, row, label), predictions.weight(row)});
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Ranked& a, const Ranked& b) { return a.probability > b.probability; });
  return rows;
}

Score one_vs_rest(const std::string& name, const Predictions& predictions, const OneVsRest& options,
                  const std::function<double(const Predictions&, int64_t label)>& of_class) {
  Score score{.name = name};
  const auto classes = static_cast<int64_t>(predictions.labels.size());
  for (int64_t label = 0; label < classes; ++label) score.per_class.push_back(of_class(predictions, label));
  if (classes == 2 && !predictions.is_set()) {
    score.value = score.per_class[positive_class(predictions, options.positive)];
    return score;
  }
  const Confusion confusion(predictions);
  double sum = 0, weights = 0;
  for (size_t label = 0; label < score.per_class.size(); ++label) {
    const double weight = options.average == OneVsRest::Mean::weighted ? confusion.support(label) : 1;
    sum += weight * score.per_class[label];
    weights += weight;
  }
  score.value = sum / weights;
  return score;
}

}  // namespace plumb

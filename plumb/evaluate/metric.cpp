#include "plumb/evaluate/metric.h"

#include <algorithm>
#include <map>
#include <memory>

namespace plumb {
namespace {

template <class T>
std::vector<T> taken(const std::vector<T>& all, const std::vector<int64_t>& rows, size_t width = 1) {
  std::vector<T> some;
  if (all.empty()) return some;
  some.reserve(rows.size() * width);
  for (const int64_t row : rows) {
    const auto first = all.begin() + row * static_cast<int64_t>(width);
    some.insert(some.end(), first, first + static_cast<int64_t>(width));
  }
  return some;
}

/// A row for each pair of true class and call, in which the weights of its rows are summed.
Rescore rescore_calls(const Metric& metric, const Predictions& predictions) {
  struct Cells {
    Predictions cells;
    std::vector<size_t> of_row;
  };
  const auto all = std::make_shared<Cells>();
  all->cells = {.target = predictions.target, .labels = predictions.labels};
  std::map<std::pair<int32_t, int32_t>, size_t> places;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    const std::pair pair{predictions.classes[static_cast<size_t>(row)], predictions.predicted_class(row)};
    const auto [place, is_new] = places.emplace(pair, places.size());
    if (is_new) {
      all->cells.classes.push_back(pair.first);
      all->cells.called.push_back(pair.second);
    }
    all->of_row.push_back(place->second);
  }
  return [metric, all](const std::vector<double>& weights) {
    all->cells.weights.assign(all->cells.classes.size(), 0);
    for (size_t row = 0; row < weights.size(); ++row) all->cells.weights[all->of_row[row]] += weights[row];
    return metric.score(all->cells).value;
  };
}

}  // namespace

int32_t Predictions::predicted_class(int64_t row) const {
  if (!called.empty()) return called[static_cast<size_t>(row)];
  const auto first = probabilities.begin() + row * static_cast<int64_t>(labels.size());
  return static_cast<int32_t>(std::max_element(first, first + static_cast<int64_t>(labels.size())) - first);
}

bool Metric::fits(const Predictions& predictions) const {
  const bool classes = predictions.classifies(), sets = predictions.is_set();
  switch (needs_) {
    case Needs::numbers:
      return !classes && !sets;
    case Needs::classes:
      return classes;
    case Needs::sets:
      return sets;
    case Needs::labels:
      return classes || sets;
  }
  return false;
}

Predictions Predictions::take(const std::vector<int64_t>& rows) const {
  return {.target = target,
          .labels = labels,
          .classes = taken(classes, rows),
          .probabilities = taken(probabilities, rows, labels.size()),
          .members = taken(members, rows, labels.size()),
          .numbers = taken(numbers, rows),
          .predicted = taken(predicted, rows),
          .weights = taken(weights, rows),
          .called = taken(called, rows),
          .quantiles = quantiles,
          .at_quantiles = taken(at_quantiles, rows, quantiles.size())};
}

Rescore Metric::rescore(const Predictions& predictions) const {
  if (rescore_ && !predictions.is_set()) return rescore_(predictions);
  if (reads_calls_ && !predictions.is_set()) return rescore_calls(*this, predictions);
  const auto copy = std::make_shared<Predictions>(predictions);
  return [metric = *this, copy](const std::vector<double>& weights) {
    copy->weights = weights;
    return metric.score(*copy).value;
  };
}

std::string Metric::score_name() const {
  Predictions two{.target = "t"};
  if (needs_ == Needs::numbers) {
    two.numbers = two.predicted = {1, 2};
  } else {
    two.labels = {"a", "b"};
    two.probabilities = {0.75, 0.25, 0.25, 0.75};
    if (needs_ == Needs::sets)
      two.members = {1, 0, 0, 1};
    else
      two.classes = {0, 1};
  }
  try {
    return score(two).name;
  } catch (const Error&) {  // its options name classes that these rows have not
    return std::string(name());
  }
}

}  // namespace plumb

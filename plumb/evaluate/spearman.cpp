#include "plumb/evaluate/spearman.h"

#include <algorithm>
#include <numeric>

#include "plumb/evaluate/correlation.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Spearman>();

namespace {

/// The weight of the rows with smaller numbers, and half of that of those with the same; of rows that count 1 each it
/// is half less than the rank, which is nothing to a correlation.
std::vector<double> ranks(const std::vector<double>& numbers, const Predictions& rows) {
  std::vector<size_t> order(numbers.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return numbers[a] < numbers[b]; });
  std::vector<double> ranks(numbers.size());
  double smaller = 0;
  for (size_t first = 0; first < order.size();) {
    double same = 0;
    size_t end = first;
    for (; end < order.size() && numbers[order[end]] == numbers[order[first]]; ++end)
      same += rows.weight(static_cast<int64_t>(order[end]));
    for (size_t i = first; i < end; ++i) ranks[order[i]] = smaller + same / 2;
    smaller += same;
    first = end;
  }
  return ranks;
}

}  // namespace

Score Spearman::score(const Predictions& predictions) const {
  const std::vector<double> truth = ranks(predictions.numbers, predictions),
                            said = ranks(predictions.predicted, predictions);
  return {.name = name, .value = correlation(truth, said, predictions)};
}

}  // namespace plumb

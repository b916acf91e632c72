#include "plumb/evaluate/spearman.h"

#include <algorithm>
#include <numeric>

#include "plumb/evaluate/correlation.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Spearman>();

namespace {

std::vector<double> ranks(const std::vector<double>& numbers) {
  std::vector<size_t> order(numbers.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return numbers[a] < numbers[b]; });
  std::vector<double> ranks(numbers.size());
  for (size_t first = 0; first < order.size();) {
    size_t end = first;
    while (end < order.size() && numbers[order[end]] == numbers[order[first]]) ++end;
    for (size_t i = first; i < end; ++i) ranks[order[i]] = static_cast<double>(first + end + 1) / 2;
    first = end;
  }
  return ranks;
}

}  // namespace

Score Spearman::score(const Predictions& predictions) const {
  return {.name = name, .value = correlation(ranks(predictions.numbers), ranks(predictions.predicted), predictions)};
}

}  // namespace plumb

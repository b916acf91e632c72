#include "plumb/evaluate/concordance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Concordance>();

namespace {

/// Sums of weights below each place (Fenwick, 1994).
class Sums {
 public:
  explicit Sums(size_t places) : sums_(places + 1) {}
  void add(size_t place, double weight) {
    for (size_t i = place + 1; i < sums_.size(); i += i & (~i + 1)) sums_[i] += weight;
  }
  double below(size_t place) const {
    double sum = 0;
    for (size_t i = place; i > 0; i &= i - 1) sum += sums_[i];
    return sum;
  }

 private:
  std::vector<double> sums_;
};

}  // namespace

Score Concordance::score(const Predictions& predictions) const {
  std::vector<double> sorted = predictions.predicted;
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<size_t> order(predictions.numbers.size()), place(order.size());
  std::iota(order.begin(), order.end(), 0);
  for (const size_t i : order)
    place[i] =
        static_cast<size_t>(std::lower_bound(sorted.begin(), sorted.end(), predictions.predicted[i]) - sorted.begin());
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return predictions.numbers[a] < predictions.numbers[b]; });
  const auto weight = [&](size_t i) { return predictions.weight(static_cast<int64_t>(i)); };
  Sums sums(sorted.size());  // of the rows whose truth is smaller
  double right = 0, pairs = 0, smaller = 0;
  for (size_t first = 0; first < order.size();) {
    size_t end = first;
    for (; end < order.size() && predictions.numbers[order[end]] == predictions.numbers[order[first]]; ++end) {
      const size_t i = order[end];
      const double below = sums.below(place[i]), tied = sums.below(place[i] + 1) - below;
      right += weight(i) * (below + tied / 2);
      pairs += weight(i) * smaller;
    }
    for (; first < end; ++first) {
      sums.add(place[order[first]], weight(order[first]));
      smaller += weight(order[first]);
    }
  }
  return {.name = name, .value = pairs > 0 ? right / pairs : std::nan("")};
}

}  // namespace plumb

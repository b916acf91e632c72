#include "plumb/prepare/mutual_information.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/plane_neighbours.h"

namespace plumb {
namespace {

constexpr size_t neighbours = 3;

/// psi(n) of whole numbers up to a bound: the harmonic number of n - 1. Euler's constant is left out; it stands in each
/// estimate twice with either sign.
class Digamma {
 public:
  explicit Digamma(size_t most) : values_(most + 1) {
    for (size_t n = 2; n <= most; ++n) values_[n] = values_[n - 1] + 1 / static_cast<double>(n - 1);
  }
  double operator()(size_t n) const { return values_[n]; }

 private:
  std::vector<double> values_;
};

std::vector<double> in_order(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

/// How many of ascending values, `x` itself among them, are nearer to it than `distance`.
size_t nearer(const std::vector<double>& sorted, double x, double distance) {
  const auto begin = std::partition_point(sorted.begin(), sorted.end(), [&](double v) { return x - v >= distance; });
  const auto end = std::partition_point(begin, sorted.end(), [&](double v) { return v - x < distance; });
  return static_cast<size_t>(end - begin);
}

/// The distance of ascending values[at] to its k-th nearest other.
double kth_distance(const std::vector<double>& values, size_t at, size_t k) {
  size_t low = at, high = at;
  double distance = 0;
  for (size_t found = 0; found < k; ++found) {
    const bool left =
        low > 0 && (high + 1 == values.size() || values[at] - values[low - 1] < values[high + 1] - values[at]);
    distance = left ? values[at] - values[--low] : values[++high] - values[at];
  }
  return distance;
}

}  // namespace

double information_of_numbers(const std::vector<double>& x, const std::vector<double>& y) {
  const size_t n = x.size();
  if (n <= neighbours) return 0;
  const Digamma psi(n);
  const std::vector<double> distances = kth_distances(x, y, neighbours), xs = in_order(x), ys = in_order(y);
  double sum = 0;
  for (size_t i = 0; i < n; ++i) sum += psi(nearer(xs, x[i], distances[i])) + psi(nearer(ys, y[i], distances[i]));
  return std::max(0.0, psi(n) + psi(neighbours) - sum / static_cast<double>(n));
}

double information_of_classes(const std::vector<double>& x, const std::vector<size_t>& classes, size_t count) {
  std::vector<std::vector<double>> by_class(count);
  for (size_t i = 0; i < x.size(); ++i) by_class[classes[i]].push_back(x[i]);
  std::erase_if(by_class, [](const auto& values) { return values.size() < 2; });
  std::vector<double> all;
  for (auto& values : by_class) {
    std::sort(values.begin(), values.end());
    all.insert(all.end(), values.begin(), values.end());
  }
  if (all.empty()) return 0;
  std::sort(all.begin(), all.end());
  const Digamma psi(all.size());
  double sum = 0;
  for (const auto& values : by_class) {
    const size_t k = std::min(neighbours, values.size() - 1);
    for (size_t i = 0; i < values.size(); ++i)
      sum += psi(k) - psi(values.size()) - psi(nearer(all, values[i], kth_distance(values, i, k)));
  }
  return std::max(0.0, psi(all.size()) + sum / static_cast<double>(all.size()));
}

double information_of_flags(const std::vector<double>& flags, const std::vector<size_t>& classes, size_t count) {
  std::vector<double> rows(count), set(count);
  for (size_t i = 0; i < flags.size(); ++i) {
    ++rows[classes[i]];
    if (flags[i] != 0) ++set[classes[i]];
  }
  const auto n = static_cast<double>(flags.size());
  double all_set = 0, information = 0;
  for (const double some : set) all_set += some;
  for (size_t k = 0; k < count; ++k)
    for (const auto& [both, either] : {std::pair{set[k], all_set}, std::pair{rows[k] - set[k], n - all_set}})
      if (both > 0) information += both / n * std::log(both * n / (either * rows[k]));
  return std::max(0.0, information);
}

std::vector<double> with_noise(std::vector<double> values, Random random) {
  double size = 0;
  for (const double value : values) size += std::abs(value);
  const double scale = 1e-10 * std::max(1.0, size / static_cast<double>(values.size()));
  for (double& value : values) value += scale * random.normal();
  return values;
}

}  // namespace plumb

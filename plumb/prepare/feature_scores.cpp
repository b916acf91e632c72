#include "plumb/prepare/feature_scores.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

constexpr double most = 1e300;

double ratio(double above, double below) {
  if (!(above > 0)) return 0;
  return below > 0 ? std::min(above / below, most) : most;
}

}  // namespace

double f_of_classes(const std::vector<double>& x, const std::vector<size_t>& classes, size_t count) {
  if (deviation(x) == 0) return 0;
  std::vector<double> sums(count), rows(count);
  for (size_t i = 0; i < x.size(); ++i) sums[classes[i]] += x[i], ++rows[classes[i]];
  const double middle = mean(x);
  double between = 0, within = 0;
  for (size_t k = 0; k < count; ++k)
    if (rows[k] > 0) between += rows[k] * std::pow(sums[k] / rows[k] - middle, 2);
  for (size_t i = 0; i < x.size(); ++i) within += std::pow(x[i] - sums[classes[i]] / rows[classes[i]], 2);
  const auto n = static_cast<double>(x.size()), groups = static_cast<double>(count);
  return ratio(between / (groups - 1), within / (n - groups));
}

double f_of_correlation(const std::vector<double>& x, const std::vector<double>& y) {
  if (deviation(x) == 0 || deviation(y) == 0) return 0;
  const double x_mean = mean(x), y_mean = mean(y);
  double xy = 0, xx = 0, yy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - x_mean) * (y[i] - y_mean);
    xx += (x[i] - x_mean) * (x[i] - x_mean);
    yy += (y[i] - y_mean) * (y[i] - y_mean);
  }
  const double explained = xy * xy / (xx * yy);
  return ratio(explained * (static_cast<double>(x.size()) - 2), 1 - explained);
}

double chi2_of_classes(const std::vector<double>& x, const std::vector<size_t>& classes, size_t count) {
  std::vector<double> sums(count), rows(count);
  for (size_t i = 0; i < x.size(); ++i) sums[classes[i]] += x[i], ++rows[classes[i]];
  const double all = std::accumulate(sums.begin(), sums.end(), 0.0);
  double result = 0;
  for (size_t k = 0; k < count; ++k) {
    const double expected = all * rows[k] / static_cast<double>(x.size());
    if (expected > 0) result += (sums[k] - expected) * (sums[k] - expected) / expected;
  }
  return result;
}

}  // namespace plumb

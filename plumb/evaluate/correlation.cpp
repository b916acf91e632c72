#include "plumb/evaluate/correlation.h"

#include <algorithm>
#include <cmath>

namespace plumb {

double correlation(const std::vector<double>& x, const std::vector<double>& y, const Predictions& weights) {
  double sum = 0, mean_x = 0, mean_y = 0;
  const auto weight = [&](size_t i) { return weights.weight(static_cast<int64_t>(i)); };
  for (size_t i = 0; i < x.size(); ++i) {
    sum += weight(i);
    mean_x += weight(i) * x[i];
    mean_y += weight(i) * y[i];
  }
  mean_x /= sum;
  mean_y /= sum;
  double xx = 0, yy = 0, xy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double a = x[i] - mean_x, b = y[i] - mean_y;
    xx += weight(i) * a * a;
    yy += weight(i) * b * b;
    xy += weight(i) * a * b;
  }
  return xx > 0 && yy > 0 ? std::clamp(xy / (std::sqrt(xx) * std::sqrt(yy)), -1.0, 1.0) : std::nan("");
}

}  // namespace plumb

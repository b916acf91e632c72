#include "plumb/prepare/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace plumb {

double mean(const std::vector<double>& values) {
  long double sum = 0;
  for (const double value : values) sum += value;
  return static_cast<double>(sum / static_cast<long double>(values.size()));
}

double deviation(const std::vector<double>& values) {
  const long double centre = mean(values), n = static_cast<long double>(values.size());
  long double squares = 0, rest = 0;
  for (const double value : values) {
    squares += (value - centre) * (value - centre);
    rest += value - centre;  // what rounding left in the mean
  }
  const auto variance = static_cast<double>((squares - rest * rest / n) / n);
  // A variance within rounding of 0 is 0 (as scikit-learn's StandardScaler), or a constant column would be blown up.
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  const double size = static_cast<double>(n), mid = static_cast<double>(centre);
  const double bound = size * epsilon * variance + (size * mid * epsilon) * (size * mid * epsilon);
  return variance <= bound ? 0 : std::sqrt(variance);
}

double quantile(std::vector<double> values, double q) {
  const double place = q * static_cast<double>(values.size() - 1);
  const auto low = static_cast<size_t>(place);
  const size_t high = std::min(low + 1, values.size() - 1);
  const auto at = [&](size_t index) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(index), values.end());
    return values[index];
  };
  const double below = at(low), above = at(high);
  return below + (above - below) * (place - static_cast<double>(low));
}

}  // namespace plumb

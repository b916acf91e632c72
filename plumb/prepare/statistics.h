#pragma once

#include <map>
#include <string>
#include <vector>

/// What steps learn from the numbers of a column. None of them may be empty or hold NaN.
namespace plumb {

double mean(const std::vector<double>& values);
/// Root of the mean squared distance from the mean (divided by n, as numpy's `std`); 0 where all values are equal,
/// whatever rounding says.
double deviation(const std::vector<double>& values);
/// The value below which a share `q` of them lies, linear between neighbours: numpy's `quantile`. Sorts its own copy.
double quantile(std::vector<double> values, double q);
inline double median(const std::vector<double>& values) { return quantile(values, 0.5); }

/// How often each value comes.
template <class T>
std::map<T, int64_t> tally(const std::vector<T>& values) {
  std::map<T, int64_t> counts;
  for (const T& value : values) ++counts[value];
  return counts;
}
/// The most frequent value, the smallest of several.
template <class T>
T mode(const std::vector<T>& values) {
  T best = values.front();
  int64_t most = 0;
  for (const auto& [value, times] : tally(values))
    if (times > most) best = value, most = times;
  return best;
}

}  // namespace plumb

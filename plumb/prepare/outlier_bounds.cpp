#include "plumb/prepare/outlier_bounds.h"

#include "plumb/core/error.h"
#include "plumb/prepare/statistics.h"

namespace plumb {

void OutlierRule::check(Problems& problems) const {
  if (low >= high) problems.add("low", fmt::format("is {}, not below `high`, which is {}; swap them", low, high));
  if (method == OutlierMethod::quantile && factor)
    problems.add("factor", "is not read with `method: quantile`; give `low` and `high`");
}

std::optional<std::pair<double, double>> OutlierRule::bounds(const std::vector<double>& numbers) const {
  if (numbers.empty()) return {};
  std::pair<double, double> result;
  if (method == OutlierMethod::quantile) {
    result = {quantile(numbers, low), quantile(numbers, high)};
  } else if (method == OutlierMethod::z_score) {
    const double reach = factor.value_or(3) * deviation(numbers), middle = mean(numbers);
    result = {middle - reach, middle + reach};
  } else {
    const double first = quantile(numbers, 0.25), third = quantile(numbers, 0.75);
    const double reach = factor.value_or(1.5) * (third - first);
    result = {first - reach, third + reach};
  }
  return result.first < result.second ? std::optional(result) : std::nullopt;
}

}  // namespace plumb

#pragma once

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "plumb/core/problems.h"

namespace plumb {

enum class OutlierMethod { iqr, z_score, quantile };
constexpr auto names(OutlierMethod) { return std::array{"iqr", "z_score", "quantile"}; }

/// How far out a number may lie, learned from the numbers of the train rows:
///
///   iqr       low = q1 - factor * (q3 - q1), high = q3 + factor * (q3 - q1); q1 and q3 are the quartiles; factor 1.5
///   z_score   mean -+ factor * deviation; factor 3
///   quantile  the quantiles `low` and `high`
struct OutlierRule {
  OutlierMethod method = OutlierMethod::iqr;
  std::optional<double> factor = {};
  double low = 0.01, high = 0.99;

  void check(Problems& problems) const;
  /// Both bounds; nothing where they coincide, as in a column that is mostly 0: all other numbers would be outliers.
  std::optional<std::pair<double, double>> bounds(const std::vector<double>& numbers) const;
};

}  // namespace plumb

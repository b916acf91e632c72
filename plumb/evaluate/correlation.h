#pragma once

#include <vector>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Pearson's correlation of x and y with weights; NaN where one of them is constant.
double correlation(const std::vector<double>& x, const std::vector<double>& y, const Predictions& weights);

}  // namespace plumb

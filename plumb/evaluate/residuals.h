#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// The weighted mean over the rows of f(truth - prediction).
double mean_residual(const Predictions& predictions, double (*f)(double));

/// The weighted mean over the rows of f(truth, prediction).
double mean_of_rows(const Predictions& predictions, const std::function<double(double, double)>& f);

}  // namespace plumb

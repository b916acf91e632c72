#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// The weighted mean over the rows of f(truth - prediction).
double mean_residual(const Predictions& predictions, double (*f)(double));

}  // namespace plumb

#pragma once

#include <vector>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// The temperature T that makes the log loss of softmax(log(p) / T) smallest (Guo et al., 2017), by Newton's method in
/// 1/T, in which the loss is convex. Within 1/20 and 20.
double fit_temperature(const Predictions& predictions);

/// The rising steps that are nearest to y in least squares, by pooling neighbours that fall (Ayer et al., 1955), as the
/// knots of a line: scikit-learn's IsotonicRegression(out_of_bounds="clip"). Rows of one x are one point. Knots less
/// than `gap` apart are drawn together, because a step that is too steep would answer rounding errors.
struct Isotonic {
  std::vector<double> x = {}, y = {};
};
Isotonic fit_isotonic(const std::vector<double>& x, const std::vector<double>& y, const std::vector<double>& weights,
                      double gap = 0);

/// The curve of one class: how often rows that get a probability of it are of it.
Isotonic fit_isotonic(const Predictions& predictions, int64_t label);

}  // namespace plumb

#pragma once

#include <vector>

namespace plumb {

/// A line through numbers: y = intercept + sum of weights * x.
struct Line {
  std::vector<double> weights = {};
  double intercept = 0;
};

using Matrix = std::vector<std::vector<double>>;  // column by column, all of one length

/// The weights that make sum (y - line)^2 + alpha * sum weights^2 smallest; the intercept is free.
Line ridge(Matrix x, std::vector<double> y, double alpha);

/// The same where alpha is learned with the weights: the most probable noise and spread of the weights take turns with
/// the weights until these move by less than 0.001 (MacKay, 1992; scikit-learn's BayesianRidge and its defaults).
Line bayesian_ridge(Matrix x, std::vector<double> y);

}  // namespace plumb

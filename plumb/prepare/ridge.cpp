#include "plumb/prepare/ridge.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "plumb/prepare/eigen.h"
#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

double product(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// x and y less their means, and the eigenvectors of x'x, in which every penalty is one division.
class Centred {
 public:
  Centred(Matrix x, std::vector<double> y) : x_(std::move(x)), y_(std::move(y)), y_mean_(mean(y_)) {
    for (double& value : y_) value -= y_mean_;
    for (auto& column : x_) {
      means_.push_back(mean(column));
      for (double& value : column) value -= means_.back();
    }
    const size_t n = x_.size();
    std::vector<double> squares(n * n), x_y;
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j <= i; ++j) squares[i * n + j] = squares[j * n + i] = product(x_[i], x_[j]);
      x_y.push_back(product(x_[i], y_));
    }
    eigen_ = symmetric_eigen(std::move(squares), static_cast<int>(n));
    for (double& value : eigen_.values) value = std::max(value, 0.0);  // below 0 by rounding
    for (size_t i = 0; i < n; ++i) {
      turned_.push_back(0);
      for (size_t j = 0; j < n; ++j) turned_.back() += eigen_.vectors[i * n + j] * x_y[j];
    }
  }

  std::vector<double> weights(double penalty) const {
    const size_t n = x_.size();
    std::vector<double> result(n);
    for (size_t i = 0; i < n; ++i) {
      const double share = eigen_.values[i] + penalty;
      if (share == 0) continue;
      for (size_t j = 0; j < n; ++j) result[j] += eigen_.vectors[i * n + j] * turned_[i] / share;
    }
    return result;
  }

  double squared_error(const std::vector<double>& weights) const {
    auto rest = y_;
    for (size_t j = 0; j < x_.size(); ++j)
      for (size_t row = 0; row < rest.size(); ++row) rest[row] -= x_[j][row] * weights[j];
    return product(rest, rest);
  }

  Line line(std::vector<double> weights) const {
    const double intercept = y_mean_ - product(means_, weights);
    return {.weights = std::move(weights), .intercept = intercept};
  }

  const std::vector<double>& eigenvalues() const { return eigen_.values; }
  double variance() const { return product(y_, y_) / rows(); }
  double rows() const { return static_cast<double>(y_.size()); }

 private:
  Matrix x_;
  std::vector<double> y_;
  double y_mean_;
  std::vector<double> means_, turned_;  // turned_: x'y along the eigenvectors
  Eigen eigen_;
};

}  // namespace

Line ridge(Matrix x, std::vector<double> y, double alpha) {
  const Centred centred(std::move(x), std::move(y));
  return centred.line(centred.weights(alpha));
}

Line bayesian_ridge(Matrix x, std::vector<double> y) {
  constexpr double prior = 1e-6, tolerance = 1e-3;  // of the gamma distributions of both precisions; of the weights
  const Centred centred(std::move(x), std::move(y));
  double noise = 1 / (centred.variance() + std::numeric_limits<double>::epsilon()), spread = 1;  // precisions
  std::vector<double> before;
  for (int i = 0; i < 300; ++i) {
    const auto weights = centred.weights(spread / noise);
    double effective = 0;  // how many weights the rows decide, not the penalty
    for (const double value : centred.eigenvalues()) effective += noise * value / (spread + noise * value);
    spread = (effective + 2 * prior) / (product(weights, weights) + 2 * prior);
    noise = (centred.rows() - effective + 2 * prior) / (centred.squared_error(weights) + 2 * prior);
    double moved = 0;
    for (size_t k = 0; k < before.size(); ++k) moved += std::abs(weights[k] - before[k]);
    if (i > 0 && moved < tolerance) break;
    before = weights;
  }
  return centred.line(centred.weights(spread / noise));
}

}  // namespace plumb

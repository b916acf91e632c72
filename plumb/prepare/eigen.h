#pragma once

#include <vector>

namespace plumb {

/// The eigenvalues of a symmetric matrix, largest first, and its eigenvectors, one a row of `vectors`.
struct Eigen {
  std::vector<double> values;
  std::vector<double> vectors;  // [n, n]: row i belongs to values[i]
};

/// By Householder's reduction to three diagonals and implicit QL steps (Bowdler, Martin, Reinsch and Wilkinson, 1968):
/// O(n^3), accurate to rounding of the largest eigenvalue. `matrix` is [n, n], row major; the lower half counts.
Eigen symmetric_eigen(std::vector<double> matrix, int n);

}  // namespace plumb

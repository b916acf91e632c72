#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "plumb/onnx/columns.h"

namespace plumb {

/// How alike two rows of numbers are.
///
///   rbf         exp(-gamma * |x - z|^2)           linear   x.z
///   laplacian   exp(-gamma * sum |x_i - z_i|)     cosine   x.z / (|x| |z|), 0 where a row is nothing but zeros
///   polynomial  (gamma * x.z + coef0)^degree      sigmoid  tanh(gamma * x.z + coef0)
///
/// As scikit-learn's pairwise kernels of those names.
enum class Kernel { rbf, laplacian, polynomial, sigmoid, linear, cosine };
constexpr auto names(Kernel) { return std::array{"rbf", "laplacian", "polynomial", "sigmoid", "linear", "cosine"}; }

inline bool reads_gamma(Kernel kernel) { return kernel != Kernel::linear && kernel != Kernel::cosine; }
inline bool reads_degree(Kernel kernel) { return kernel == Kernel::polynomial; }
inline bool reads_coef0(Kernel kernel) { return kernel == Kernel::polynomial || kernel == Kernel::sigmoid; }

/// A kernel with its numbers.
struct KernelOf {
  Kernel kernel = Kernel::rbf;
  double gamma = 1;
  double degree = 3;
  double coef0 = 1;

  double operator()(const double* x, const double* z, size_t columns) const;

  /// Of each row of `x`, float64 [rows, columns], with each of the rows of `basis`: float64 [rows, basis rows].
  std::string emit(onnx::Columns& columns, const std::string& x, const std::vector<double>& basis, int64_t width) const;
};

}  // namespace plumb

#include "plumb/prepare/kernels.h"

#include <algorithm>
#include <cmath>

namespace plumb {
namespace {

constexpr double tiny = 1e-300;  // the length of a row of zeros

double dot(const double* x, const double* z, size_t columns) {
  double sum = 0;
  for (size_t c = 0; c < columns; ++c) sum += x[c] * z[c];
  return sum;
}

double length(const double* x, size_t columns) { return std::max(std::sqrt(dot(x, x, columns)), tiny); }

/// Rows of length 1.
std::vector<double> directions(std::vector<double> rows, size_t columns) {
  for (size_t begin = 0; begin < rows.size(); begin += columns) {
    const double size = length(rows.data() + begin, columns);
    for (size_t c = 0; c < columns; ++c) rows[begin + c] /= size;
  }
  return rows;
}

std::vector<double> transposed(const std::vector<double>& rows, size_t columns) {
  std::vector<double> result(rows.size());
  const size_t count = rows.size() / columns;
  for (size_t i = 0; i < count; ++i)
    for (size_t c = 0; c < columns; ++c) result[c * count + i] = rows[i * columns + c];
  return result;
}

/// Sums of squared or plain distances. By differences, not by products: of numbers far from 0 those would leave nothing
/// but rounding.
std::string emit_distance(onnx::Columns& columns, const std::string& x, const std::vector<double>& basis, int64_t width,
                          bool squared) {
  const auto rows = columns.op("Unsqueeze", {x, columns.ints({1}, {1})});
  const auto stored = columns.model().store({.element = onnx::Element::f64,
                                             .shape = {1, static_cast<int64_t>(basis.size()) / width, width},
                                             .doubles = basis});
  const auto gap = columns.op("Sub", {rows, stored});
  const auto size = squared ? columns.op("Mul", {gap, gap}) : columns.op("Abs", {gap});
  return columns.op("ReduceSum", {size, columns.ints({1}, {2})}, {{"keepdims", int64_t{0}}});
}

std::string emit_directions(onnx::Columns& columns, const std::string& x) {
  const auto squares = columns.op("ReduceSum", {columns.op("Mul", {x, x}), columns.ints({1}, {1})});
  return columns.op("Div", {x, columns.op("Max", {columns.op("Sqrt", {squares}), columns.row({tiny})})});
}

}  // namespace

double KernelOf::operator()(const double* x, const double* z, size_t columns) const {
  switch (kernel) {
    case Kernel::rbf: {
      double far = 0;
      for (size_t c = 0; c < columns; ++c) far += (x[c] - z[c]) * (x[c] - z[c]);
      return std::exp(far * -gamma);
    }
    case Kernel::laplacian: {
      double far = 0;
      for (size_t c = 0; c < columns; ++c) far += std::abs(x[c] - z[c]);
      return std::exp(far * -gamma);
    }
    case Kernel::polynomial:
      return std::pow(dot(x, z, columns) * gamma + coef0, degree);
    case Kernel::sigmoid:
      return std::tanh(dot(x, z, columns) * gamma + coef0);
    case Kernel::linear:
      return dot(x, z, columns);
    case Kernel::cosine:
      return dot(x, z, columns) / (length(x, columns) * length(z, columns));
  }
  return 0;
}

std::string KernelOf::emit(onnx::Columns& columns, const std::string& x, const std::vector<double>& basis,
                           int64_t width) const {
  if (kernel == Kernel::rbf || kernel == Kernel::laplacian) {
    const auto far = emit_distance(columns, x, basis, width, kernel == Kernel::rbf);
    return columns.op("Exp", {columns.op("Mul", {far, columns.row({-gamma})})});
  }
  const auto columns_of_basis = static_cast<size_t>(width);
  const auto count = static_cast<int64_t>(basis.size()) / width;
  const bool cosine = kernel == Kernel::cosine;
  std::vector<double> rows = cosine ? directions(basis, columns_of_basis) : basis;
  if (reads_gamma(kernel))  // in the stored matrix: ONNX Runtime makes a factor behind a product one of fp32
    for (double& cell : rows) cell *= gamma;
  const auto product = columns.op(
      "MatMul", {cosine ? emit_directions(columns, x) : x, columns.matrix(transposed(rows, columns_of_basis), count)});
  if (!reads_coef0(kernel)) return product;
  const auto inner = columns.op("Add", {product, columns.row({coef0})});
  return kernel == Kernel::sigmoid ? columns.op("Tanh", {inner}) : columns.op("Pow", {inner, columns.row({degree})});
}

}  // namespace plumb

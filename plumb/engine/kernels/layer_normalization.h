#pragma once

#include <cstddef>

/// layer_normalization over rows of `columns` numbers. A row is read from memory once: it stays in the first cache
/// while its mean and variance are taken and used.
namespace plumb::engine {

/// y = (x - mean) / sqrt(variance + epsilon) * gamma + beta for each row. May write over x.
void layer_normalization_rows(const float* x, const float* gamma, const float* beta, float* y, size_t rows,
                              size_t columns, float epsilon);

/// The derivatives by x (may write over dy or x), gamma and beta; each may be null. `partial`: 2 * columns numbers.
struct LayerNormalizationGrad {
  float *dx = nullptr, *dgamma = nullptr, *dbeta = nullptr;
  float* partial = nullptr;
};
void layer_normalization_grad_rows(const float* x, const float* gamma, const float* dy,
                                   const LayerNormalizationGrad& to, size_t rows, size_t columns, float epsilon);

}  // namespace plumb::engine

#pragma once

#include <cstddef>
#include <cstdint>

/// Softmax and its kin over rows of `columns` numbers.
namespace plumb::engine {

void softmax_rows(const float* x, float* y, size_t rows, size_t columns);
void log_softmax_rows(const float* x, float* y, size_t rows, size_t columns);
/// -log softmax(x)[label] for each row; 0 for label -1, not a number for one that is no column.
void crossentropy_rows(const float* x, const int32_t* labels, float* y, size_t rows, size_t columns);
/// (softmax(x) - one_hot(label)) * scale for each row, scale being one number a row. May write over x.
void crossentropy_grad_rows(const float* x, const int32_t* labels, const float* scale, float* dx, size_t rows,
                            size_t columns);

}  // namespace plumb::engine

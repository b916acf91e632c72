#pragma once

#include <cstddef>
#include <cstdint>

/// Softmax and its kin over rows of `columns` numbers.
namespace plumb::engine {

void softmax_rows(const float* x, float* y, size_t rows, size_t columns);
void log_softmax_rows(const float* x, float* y, size_t rows, size_t columns);
/// The cross-entropy of logits with integer labels; each result may be null.
struct Crossentropy {
  const float* x = nullptr;  // logits
  const int32_t* labels = nullptr;
  const float* scale = nullptr;  // of the derivative: one number a row, or (step 0) one for all
  size_t scale_step = 1;
  float* loss = nullptr;  // -log softmax(x)[label]; 0 for label -1, not a number for one that is no column
  float* dx = nullptr;    // (softmax(x) - one_hot(label)) * scale; may be x
};
void crossentropy_rows(const Crossentropy& c, size_t rows, size_t columns);

}  // namespace plumb::engine

#pragma once

#include <cstddef>
#include <cstdint>

/// Attention and its derivative, one head of one row after the other: all that a head needs stays in the cache, and
/// only a block of queries meets all keys at a time. Nothing is kept for the derivative, which computes the
/// probabilities again.
namespace plumb::engine {

struct AttentionWork {
  size_t rows = 0, time = 0, heads = 0, size = 0;  // size: of a head
  bool causal = false;
  size_t window = 0;       // keys less than so many steps away are seen; 0: all
  uint64_t first_row = 0;  // of the whole batch: dropout counts elements there
  // Dropout as random_factors takes it; below 0: none.
  uint32_t below = 0, seed = 0, stream = 0;
  float factor = 1;

  size_t width() const { return heads * size; }
  size_t units() const { return rows * heads; }  // each computed by itself: the heads of row 0, those of row 1, …
};

/// Bytes of memory that a call needs beside its tensors.
size_t attention_scratch(const AttentionWork& work, bool backward);

/// Some units of y [rows, time, width] from qkv [rows, time, 3 * width]; `lengths` may be null. Rows of y that are
/// padding become 0.
void attention_units(const AttentionWork& work, size_t from, size_t to, const float* qkv, const int32_t* lengths,
                     uint32_t step, float* y, float* scratch);
/// The derivative by qkv, from that by y.
void attention_grad_units(const AttentionWork& work, size_t from, size_t to, const float* qkv, const float* dy,
                          const int32_t* lengths, uint32_t step, float* dqkv, float* scratch);

}  // namespace plumb::engine

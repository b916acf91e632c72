#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "plumb/core/shape.h"

/// The vector loops of pointwise operators: built for each instruction set, chosen when the program runs.
namespace plumb::engine {

struct LoopArgs {
  const void *a = nullptr, *b = nullptr, *c = nullptr;
  void* out = nullptr;
  size_t n = 0;        // elements
  float p = 0, q = 0;  // constants of the operator
  std::array<float, 3> numbers{};
};
using Loop = void (*)(const LoopArgs&);

/// Which operands are tensors and which one number for all elements.
enum class Form : uint8_t { tensors, second_is_number, first_is_number };

/// The loop of an operator over inputs of this type; null if there is none. Besides the graph's operators: "blend"
/// (p a + q b), "blend_square" (p a + q b b), "multiply_add" (a b + c), "multiply_subtract" (c - a b), and with numbers
/// r, e, n "step" (a - r b / (sqrt(c) + e)) and "scale_and_step" (n a - r b / (sqrt(c) + e)).
Loop find_loop(std::string_view op, Type type, Form form);
Loop find_cast(Type from, Type to);

using LoopFinder = Loop (*)(std::string_view op, Type type, Form form);
bool add_loops(LoopFinder finder);

/// Factors of dropout (see RandomMask) for elements first ... first + n of a tensor: philox 4x32-10 (Salmon et al.,
/// 2011), 16 bits an element. Element e is in block e / 128; the block's counters are (16 * block + j, stream, step, 0)
/// for j < 16, under the key (seed, 0); the low and high halves of word k of counter j are the block's elements
/// 32 k + j and 32 k + 16 + j. A half below `below` drops its element.
void random_factors(float* out, uint64_t first, size_t n, uint32_t below, float factor, uint32_t seed, uint32_t stream,
                    uint32_t step);

/// Sums, with few roundings: of n numbers; of the columns of a matrix, added to what is in `to`.
float sum(const float* x, size_t n);
float sum_of_squares(const float* x, size_t n);
void add_columns(const float* x, size_t rows, size_t columns, float* to);

}  // namespace plumb::engine

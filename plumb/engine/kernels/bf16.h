#pragma once

#include <cstddef>
#include <cstdint>

/// bf16: the upper half of an f32, kept in uint16_t. Eight bits of precision, the range of f32.
namespace plumb::engine {

/// To the nearest, ties to even, as the processors' own instructions round; what is not a number stays none. Denormal
/// numbers are kept.
void to_bf16(const float* x, size_t n, uint16_t* out);
/// Exact.
void from_bf16(const uint16_t* x, size_t n, float* out);

}  // namespace plumb::engine

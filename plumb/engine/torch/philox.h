#pragma once

#include <ATen/core/Tensor.h>

#include <array>

namespace plumb::aten {

/// The four words of philox 4x32-10 (Salmon et al., 2011) for the counters (first, stream, step, what) under the key
/// (seed, 0); `first` and the words are int64, so that they run on any device. `what` tells operators apart that draw
/// by the same numbers.
std::array<at::Tensor, 4> philox(const at::Tensor& first, uint32_t stream, const at::Tensor& step, uint32_t what,
                                 uint32_t seed);

}  // namespace plumb::aten

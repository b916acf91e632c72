#pragma once

#include "plumb/graph/operators.h"

namespace plumb {

/// Standard normal numbers in the shape of `like`: a pure function of (seed, step, stream, element), where the element
/// is numbered in the whole batch, so neither shards nor threads nor a resume change a draw. None lies farther from 0
/// than 5.8.
struct RandomNormalNumbers {
  uint32_t seed = 0, stream = 0;
  void fields(auto f) const { f("seed", seed), f("stream", stream); }
};
Value random_normal(Value like, Value step, RandomNormalNumbers numbers);  // step: a scalar s32

}  // namespace plumb

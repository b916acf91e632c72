#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Steps of zeros before and behind a sequence.
///
///     zero_padding1d: 2                                     two before, two behind
///     zero_padding1d: {padding: [3, 0]}                     before only
///
/// [rows, time, n] becomes [rows, before + time + behind, n]. Of sequences of different lengths, each gets them around
/// its own steps, and they count.
struct ZeroPadding1D {
  std::array<int64_t, 2> padding = {1, 1};

  static constexpr auto name = "zero_padding1d";
  static constexpr auto summary = "Steps of zeros before and behind a sequence.";
  static constexpr auto shorthand = "padding";
  static constexpr auto example = "zero_padding1d: {padding: [2, 0]}";
  static void describe(auto& self, auto& field) {
    field("padding", self.padding, "Steps on both sides; or [before, behind].", at_least(0));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

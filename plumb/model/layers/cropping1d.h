#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Steps at the beginning and the end of a sequence taken away.
///
///     cropping1d: 2                                         two of both
///     cropping1d: {cropping: [3, 0]}                        of the beginning only
///
/// [rows, time, n] becomes [rows, time - first - last, n]. Of sequences of different lengths, each loses its own first
/// and last steps.
struct Cropping1D {
  std::array<int64_t, 2> cropping = {1, 1};

  static constexpr auto name = "cropping1d";
  static constexpr auto summary = "Steps at the ends of a sequence taken away.";
  static constexpr auto shorthand = "cropping";
  static constexpr auto example = "cropping1d: {cropping: [2, 0]}";
  static void describe(auto& self, auto& field) {
    field("cropping", self.cropping, "Steps at both ends; or [first, last].", at_least(0));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

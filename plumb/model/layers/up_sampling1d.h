#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Each step of a sequence so many times.
///
///     up_sampling1d: 2        UpSampling1D{2}
///
/// [rows, time, n] becomes [rows, size * time, n].
struct UpSampling1D {
  int64_t size = 2;

  static constexpr auto name = "up_sampling1d";
  static constexpr auto summary = "Each step of a sequence so many times.";
  static constexpr auto shorthand = "size";
  static void describe(auto& self, auto& field) { field("size", self.size, "How many times.", at_least(1)); }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

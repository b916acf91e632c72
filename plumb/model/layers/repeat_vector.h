#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The numbers of a row as every step of a sequence: what a decoder reads at each step.
///
///     repeat_vector: 3        RepeatVector{3}
///
/// [rows, n] becomes [rows, 3, n].
struct RepeatVector {
  int64_t n = 1;

  static constexpr auto name = "repeat_vector";
  static constexpr auto summary = "The numbers of a row as every step of a sequence.";
  static constexpr auto shorthand = "n";
  static constexpr auto example = "repeat_vector: 3";
  static void describe(auto& self, auto& field) { field("n", self.n, "Steps of the sequence.", required, at_least(1)); }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The largest value of each feature over the steps of a sequence: [rows, time, n] becomes [rows, n]. Padding behind a
/// row's length does not count; a row without any steps gives 0.
struct GlobalMaxPooling1D {
  static constexpr auto name = "global_max_pooling1d";
  static constexpr auto summary = "The largest value of each feature over the steps of a sequence.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The mean of each feature over the steps of a sequence: [rows, time, n] becomes [rows, n]. Padding behind a row's
/// length does not count; a row without any steps gives 0.
struct GlobalAveragePooling1D {
  static constexpr auto name = "global_average_pooling1d";
  static constexpr auto summary = "The mean of each feature over the steps of a sequence.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

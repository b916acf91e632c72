#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The mean of each feature over the steps of a sequence: [rows, time, n] becomes [rows, n], or with `keepdims` [rows,
/// 1, n]. Padding behind a row's length does not count; a row without any steps gives 0.
struct GlobalAveragePooling1D {
  bool keepdims = false;

  static constexpr auto name = "global_average_pooling1d";
  static constexpr auto summary = "The mean of each feature over the steps of a sequence.";
  static void describe(auto& self, auto& field) {
    field("keepdims", self.keepdims, "The steps stay as an axis of size 1.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

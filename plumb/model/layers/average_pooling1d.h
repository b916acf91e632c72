#pragma once

#include "plumb/model/layer.h"
#include "plumb/model/layers/padding.h"

namespace plumb {

/// The mean of each window over the steps of a sequence, channel by channel. Padding is not seen.
///
///     average_pooling1d: {pool_size: 2}        AveragePooling1D{2}
///
/// [rows, time, n] becomes [rows, time', n].
struct AveragePooling1D {
  int64_t pool_size = 2;
  std::optional<int64_t> strides = {};
  Padding padding = Padding::valid;

  static constexpr auto name = "average_pooling1d";
  static constexpr auto summary = "The mean of each window over the steps of a sequence.";
  static constexpr auto shorthand = "pool_size";
  static void describe(auto& self, auto& field) {
    field("pool_size", self.pool_size, "Steps of the window.", at_least(1));
    field("strides", self.strides, "Steps that the window moves at a time; the pool size where nothing is said.",
          at_least(1));
    field("padding", self.padding, "valid: windows inside the sequence only; same: also at its ends.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

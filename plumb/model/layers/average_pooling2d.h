#pragma once

#include "plumb/model/layer.h"
#include "plumb/model/layers/padding.h"

namespace plumb {

/// The mean number of each window and channel. Padded cells do not count.
///
///     average_pooling2d: {pool_size: 2}        AveragePooling2D{{2, 2}}
struct AveragePooling2D {
  std::array<int64_t, 2> pool_size = {2, 2};
  std::optional<std::array<int64_t, 2>> strides = {};
  Padding padding = Padding::valid;

  static constexpr auto name = "average_pooling2d";
  static constexpr auto summary = "The mean number of each window and channel.";
  static constexpr auto shorthand = "pool_size";
  static void describe(auto& self, auto& field) {
    field("pool_size", self.pool_size, "Height and width of the window.", at_least(1));
    field("strides", self.strides, "Cells that the window moves at a time; the pool size where nothing is said.",
          at_least(1));
    field("padding", self.padding, "valid: windows inside the image only; same: also at the border.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

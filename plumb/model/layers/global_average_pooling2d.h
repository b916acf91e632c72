#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The mean of each channel over the whole image: [rows, h, w, c] becomes [rows, c].
struct GlobalAveragePooling2D {
  static constexpr auto name = "global_average_pooling2d";
  static constexpr auto summary = "The mean of each channel over the whole image.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

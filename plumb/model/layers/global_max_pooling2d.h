#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The largest number of each channel over the whole image: [rows, h, w, c] becomes [rows, c].
struct GlobalMaxPooling2D {
  static constexpr auto name = "global_max_pooling2d";
  static constexpr auto summary = "The largest number of each channel over the whole image.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The mean of each channel over the whole image: [rows, h, w, c] becomes [rows, c], or with `keepdims` [rows, 1, 1,
/// c].
struct GlobalAveragePooling2D {
  bool keepdims = false;

  static constexpr auto name = "global_average_pooling2d";
  static constexpr auto summary = "The mean of each channel over the whole image.";
  static void describe(auto& self, auto& field) {
    field("keepdims", self.keepdims, "Height and width stay as axes of size 1.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

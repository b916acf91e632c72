#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The largest number of each channel over the whole image: [rows, h, w, c] becomes [rows, c], or with `keepdims`
/// [rows, 1, 1, c].
struct GlobalMaxPooling2D {
  bool keepdims = false;

  static constexpr auto name = "global_max_pooling2d";
  static constexpr auto summary = "The largest number of each channel over the whole image.";
  static void describe(auto& self, auto& field) {
    field("keepdims", self.keepdims, "Height and width stay as axes of size 1.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Cells at the border of an image taken away.
///
///     cropping2d: 2                                         on every side
///     cropping2d: {cropping: [1, 2]}                        above and below 1, left and right 2
///     cropping2d: {cropping: [[0, 1], [2, 0]]}              below 1, left 2: [[top, bottom], [left, right]]
///
/// [rows, height, width, channels] becomes [rows, height - top - bottom, width - left - right, channels].
struct Cropping2D {
  std::array<std::array<int64_t, 2>, 2> cropping = {{{0, 0}, {0, 0}}};

  static constexpr auto name = "cropping2d";
  static constexpr auto summary = "Cells at the border of an image taken away.";
  static constexpr auto shorthand = "cropping";
  static constexpr auto example = "cropping2d: {cropping: [[0, 1], [0, 1]]}";
  static void describe(auto& self, auto& field) {
    field("cropping", self.cropping, "Cells on every side; or of height and width; or [[top, bottom], [left, right]].");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

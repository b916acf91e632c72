#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Zeros around an image.
///
///     zero_padding2d: 1                                     on every side
///     zero_padding2d: {padding: [1, 2]}                     above and below 1, left and right 2
///     zero_padding2d: {padding: [[0, 1], [2, 0]]}           below 1, left 2: [[top, bottom], [left, right]]
///
/// [rows, height, width, channels] becomes [rows, top + height + bottom, left + width + right, channels].
struct ZeroPadding2D {
  std::array<std::array<int64_t, 2>, 2> padding = {{{1, 1}, {1, 1}}};

  static constexpr auto name = "zero_padding2d";
  static constexpr auto summary = "Zeros around an image.";
  static constexpr auto shorthand = "padding";
  static constexpr auto example = "zero_padding2d: {padding: [[0, 1], [0, 1]]}";
  static void describe(auto& self, auto& field) {
    field("padding", self.padding, "Cells on every side; or of height and width; or [[top, bottom], [left, right]].");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

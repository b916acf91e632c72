#pragma once

#include "plumb/model/layer.h"

namespace plumb {

enum class Interpolation : uint8_t { nearest, bilinear };
constexpr auto names(Interpolation) { return std::array{"nearest", "bilinear"}; }

/// An image made larger by whole factors. nearest: each cell so many times; bilinear: each new cell's centre lies
/// between old ones', whose numbers are mixed by distance; beyond the outermost centres the border goes on.
///
///     up_sampling2d: {size: 2, interpolation: bilinear}        UpSampling2D{{2, 2}, Interpolation::bilinear}
///
/// [rows, height, width, channels] becomes [rows, size * height, size * width, channels].
struct UpSampling2D {
  std::array<int64_t, 2> size = {2, 2};
  Interpolation interpolation = Interpolation::nearest;

  static constexpr auto name = "up_sampling2d";
  static constexpr auto summary = "An image made larger by whole factors.";
  static constexpr auto shorthand = "size";
  static void describe(auto& self, auto& field) {
    field("size", self.size, "Factors of height and width.", at_least(1));
    field("interpolation", self.interpolation, "What new cells hold.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

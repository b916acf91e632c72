#pragma once

#include <array>
#include <functional>

#include "plumb/prepare/augment.h"

namespace plumb {

/// What stands where a moved image leaves a gap. Of a row a b c d:
///   reflect   d c b a | a b c d | d c b a        constant  0 0 0 0 | a b c d | 0 0 0 0
///   nearest   a a a a | a b c d | d d d d        wrap      a b c d | a b c d | a b c d
enum class FillMode { reflect, constant, nearest, wrap };
constexpr auto names(FillMode) { return std::array{"reflect", "constant", "nearest", "wrap"}; }

/// How a gap is filled: the mode, and the pixel of `constant`.
struct GapFill {
  FillMode mode = FillMode::reflect;
  double value = 0;
};

/// Each new pixel (y, x) becomes the old one at the place that (y, x) is sent to, read bilinearly and rounded.
struct Affine2D {
  std::array<double, 4> turn{1, 0, 0, 1};  // yy, yx, xy, xx
  std::array<double, 2> shift{0, 0};       // y, x
};
void warp(ImageSpan image, const Affine2D& source, const GapFill& fill);

}  // namespace plumb

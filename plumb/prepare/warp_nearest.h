#pragma once

#include "plumb/prepare/warp.h"

namespace plumb {

/// Each new pixel becomes the old one at the place that its middle is sent to, or `fill` where that lies outside.
/// Unlike in `warp`, places are those of middles: of the pixel in row y and column x, (y + 0.5, x + 0.5). As Pillow's
/// `transform(AFFINE, NEAREST)`.
void warp_nearest(ImageSpan image, const Affine2D& source, uint8_t fill);

}  // namespace plumb

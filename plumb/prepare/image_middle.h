#pragma once

#include <vector>

#include "plumb/prepare/augment.h"

namespace plumb {

/// How many rows and columns of a larger image lie before its middle part; of an odd rest the one more lies behind it.
inline int64_t before_middle(int64_t size, int64_t part) { return (size - part) / 2; }

/// The middle of an image, a copy; and back to its place.
std::vector<uint8_t> take_middle(ImageSpan image, ImageSize size);
void put_middle(const ImageSpan& image, const uint8_t* middle, ImageSize size);

}  // namespace plumb

#pragma once

#include <cstdint>
#include <vector>

#include "plumb/core/column.h"
#include "plumb/core/random.h"

namespace plumb {

/// A column of images with those of the rows `odd` replaced, in turn, by a black one, a white one and noise, each of
/// the size of the image that was there and encoded if it was; those of the rows `gaps` taken out. Gaps stay.
Column odd_images(const Column& images, const std::vector<int64_t>& odd, const std::vector<int64_t>& gaps,
                  Random& random);

}  // namespace plumb

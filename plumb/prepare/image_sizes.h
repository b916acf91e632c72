#pragma once

#include <functional>
#include <string>
#include <vector>

#include "plumb/prepare/images.h"
#include "plumb/prepare/step.h"

namespace plumb {

/// What a step has learned that gives every image of a column one height and width: resize, crop_or_pad.
struct ImageSizes {
  std::vector<std::string> columns = {};
  std::vector<int64_t> heights = {}, widths = {};
  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns that are changed.");
    field("heights", self.heights, "Height of each.");
    field("widths", self.widths, "Width of each.");
  }
};

/// The sizes for these columns of images (none: all of them); 0 is that of the first train image.
ImageSizes image_sizes(const char* step, const std::vector<std::string>& columns, int64_t height, int64_t width,
                       const Rows& train, const StepContext& context);

/// The rows with `change(pixels, height, width)` made of every image of another size.
Table with_sizes(const ImageSizes& sizes, Table rows,
                 const std::function<Pixels(const Pixels&, int64_t, int64_t)>& change);

}  // namespace plumb

#include "plumb/prepare/image_sizes.h"

#include "plumb/prepare/selection.h"

namespace plumb {

ImageSizes image_sizes(const char* step, const std::vector<std::string>& columns, int64_t height, int64_t width,
                       const Rows& train, const StepContext& context) {
  ImageSizes sizes;
  const Table& first = train.chunks().at(0);
  for (const auto& column : select(step, columns, first, context, fits_images)) {
    const Pixels sample = first_image(step, column, first.at(column));
    sizes.columns.push_back(column);
    sizes.heights.push_back(height > 0 ? height : sample.height);
    sizes.widths.push_back(width > 0 ? width : sample.width);
  }
  return sizes;
}

Table with_sizes(const ImageSizes& sizes, Table rows,
                 const std::function<Pixels(const Pixels&, int64_t, int64_t)>& change) {
  for (size_t i = 0; i < sizes.columns.size(); ++i) {
    const Column images = rows.at(sizes.columns[i]);
    const int64_t high = sizes.heights[i], wide = sizes.widths[i];
    if (all_pixels(images, high, wide, 0)) continue;
    const auto to_size = [&](const Pixels& pixels) { return change(pixels, high, wide); };
    rows.set(sizes.columns[i], change_images(sizes.columns[i], images, to_size));
  }
  return rows;
}

}  // namespace plumb

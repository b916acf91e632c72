#include "plumb/prepare/images.h"

#include "plumb/core/error.h"

namespace plumb {

Pixels pixels_of(const ImageView& image, const std::string& where) {
  if (image.encoded()) return decode_image(image.bytes, image.name.empty() ? where : std::string(image.name));
  return {image.height, image.width, image.channels, {image.bytes.begin(), image.bytes.end()}};
}

Column change_images(const std::string& name, const Column& images, const std::function<Pixels(Pixels)>& change) {
  std::vector<uint8_t> bytes;
  std::vector<int64_t> offsets{0};
  std::vector<std::array<int64_t, 3>> shapes;
  std::vector<bool> valid;
  for (int64_t row = 0; row < images.size(); ++row) {
    valid.push_back(!images.missing(row));
    Pixels pixels;
    if (valid.back()) pixels = change(pixels_of(images.image(row), fmt::format("{}, row {}", name, row + 1)));
    bytes.insert(bytes.end(), pixels.bytes.begin(), pixels.bytes.end());
    offsets.push_back(static_cast<int64_t>(bytes.size()));
    shapes.push_back({pixels.height, pixels.width, pixels.channels});
  }
  return Column::images(std::move(bytes), std::move(offsets), std::move(shapes), std::move(valid));
}

bool all_pixels(const Column& images, int64_t height, int64_t width, int64_t channels) {
  for (int64_t row = 0; row < images.size(); ++row) {
    if (images.missing(row)) continue;
    const ImageView image = images.image(row);
    const bool fits = (height == 0 || image.height == height) && (width == 0 || image.width == width) &&
                      (channels == 0 || image.channels == channels);
    if (image.encoded() || !fits) return false;
  }
  return true;
}

Pixels first_image(const std::string& step, const std::string& name, const Column& images) {
  for (int64_t row = 0; row < images.size(); ++row)
    if (!images.missing(row)) return pixels_of(images.image(row), fmt::format("{}, row {}", name, row + 1));
  throw Error("{}: column \"{}\" has no image in any train row", step, name);
}

}  // namespace plumb

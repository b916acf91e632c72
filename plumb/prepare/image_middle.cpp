#include "plumb/prepare/image_middle.h"

#include <cstring>

namespace plumb {
namespace {

/// `use(line of the image, line of the middle, bytes)`, line by line.
template <class Middle, class Use>
void each_line(const ImageSpan& image, Middle* middle, ImageSize size, Use use) {
  const int64_t above = before_middle(image.height, size.height), left = before_middle(image.width, size.width);
  for (int64_t y = 0; y < size.height; ++y)
    use(image.pixels + ((above + y) * image.width + left) * image.channels, middle + y * size.width * image.channels,
        static_cast<size_t>(size.width * image.channels));
}

}  // namespace

std::vector<uint8_t> take_middle(ImageSpan image, ImageSize size) {
  std::vector<uint8_t> middle(static_cast<size_t>(size.height * size.width * image.channels));
  each_line(image, middle.data(), size, [](const uint8_t* line, uint8_t* to, size_t n) { std::memcpy(to, line, n); });
  return middle;
}

void put_middle(const ImageSpan& image, const uint8_t* middle, ImageSize size) {
  each_line(image, middle, size, [](uint8_t* line, const uint8_t* from, size_t n) { std::memcpy(line, from, n); });
}

}  // namespace plumb

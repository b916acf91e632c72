#include "plumb/deploy/odd_images.h"

#include <fmt/core.h>

#include <map>
#include <set>

#include "plumb/prepare/images.h"

namespace plumb {
namespace {

/// Black, white, noise.
void paint(Pixels& image, int64_t number, Random& random) {
  for (uint8_t& byte : image.bytes)
    byte = number % 3 == 0 ? 0 : number % 3 == 1 ? 255 : static_cast<uint8_t>(random.below(256));
}

/// PGM or PPM, which decode to the same pixels.
std::string encoded(const Pixels& image) {
  return fmt::format("P{} {} {} 255\n", image.channels == 1 ? 5 : 6, image.width, image.height)
      .append(image.bytes.begin(), image.bytes.end());
}

}  // namespace

Column odd_images(const Column& images, const std::vector<int64_t>& odd, const std::vector<int64_t>& gaps,
                  Random& random) {
  std::map<int64_t, int64_t> number;  // of an odd row among them
  for (const int64_t row : odd) number.emplace(row, static_cast<int64_t>(number.size()));
  const std::set<int64_t> taken_out(gaps.begin(), gaps.end());
  std::vector<uint8_t> bytes;
  std::vector<int64_t> offsets{0};
  std::vector<std::array<int64_t, 3>> shapes;
  std::vector<bool> valid;
  std::vector<std::string> names;
  for (int64_t row = 0; row < images.size(); ++row) {
    const bool there = !images.missing(row) && !taken_out.contains(row);
    const ImageView image = there ? images.image(row) : ImageView{};
    if (const auto found = number.find(row); there && found != number.end()) {
      Pixels pixels = pixels_of(image, std::string(image.name));
      paint(pixels, found->second, random);
      if (image.encoded()) {
        const std::string file = encoded(pixels);
        bytes.insert(bytes.end(), file.begin(), file.end());
      } else {
        bytes.insert(bytes.end(), pixels.bytes.begin(), pixels.bytes.end());
      }
    } else {
      bytes.insert(bytes.end(), image.bytes.begin(), image.bytes.end());
    }
    offsets.push_back(static_cast<int64_t>(bytes.size()));
    shapes.push_back({image.height, image.width, image.channels});
    valid.push_back(there);
    names.emplace_back(image.name);
  }
  return Column::images(std::move(bytes), std::move(offsets), std::move(shapes), std::move(valid), std::move(names));
}

}  // namespace plumb

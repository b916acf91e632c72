#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace plumb {

/// A decoded image: 8 bits a channel, row by row, channels last. Grey has 1 channel, colour 3; transparency is dropped.
struct Pixels {
  int64_t height = 0, width = 0, channels = 0;
  std::vector<uint8_t> bytes = {};
};

/// Decodes an image by what its bytes are, whatever the name says. `name` is for messages: an image that is cut off,
/// broken, of an unknown format or larger than `most_pixels` is an Error that names it.
///
///     const Pixels face = decode_image(read_bytes, "s1/1.pgm");
Pixels decode_image(std::span<const uint8_t> bytes, const std::string& name);

inline constexpr int64_t most_pixels = 100'000'000;

/// One format. A source file adds its own with `add_image_codec`, and no other file is touched.
struct ImageCodec {
  std::string name;                  // "PNG"
  std::vector<std::string> endings;  // ".png", in small letters
  bool (*recognises)(std::span<const uint8_t> bytes);
  Pixels (*decode)(std::span<const uint8_t> bytes);  // throws Error with the reason alone
};
std::vector<ImageCodec>& image_codecs();
bool add_image_codec(ImageCodec codec);
/// The formats that can be read, for messages: "JPEG, PGM or PPM, PNG".
std::string known_images();

/// Whether a file of such a name is taken for an image: `.PNG`, `.jpg`.
bool has_image_name(const std::string& file);

namespace internal {
/// Refuses images that have no pixels or too many.
void check_image_size(int64_t height, int64_t width);
}  // namespace internal

}  // namespace plumb

#include "plumb/data/image_codec.h"

#include <algorithm>

#include "plumb/core/error.h"
#include "plumb/core/parse.h"
#include "plumb/core/suggest.h"

namespace plumb {

std::vector<ImageCodec>& image_codecs() {
  static std::vector<ImageCodec> all;
  return all;
}

bool add_image_codec(ImageCodec codec) {
  image_codecs().push_back(std::move(codec));
  return true;
}

bool has_image_name(const std::string& file) {
  const std::string small = lower(file);
  for (const ImageCodec& codec : image_codecs())
    for (const std::string& ending : codec.endings)
      if (small.ends_with(ending)) return true;
  return false;
}

std::string known_images() {
  std::vector<std::string> known;
  for (const ImageCodec& codec : image_codecs()) known.push_back(codec.name);
  std::sort(known.begin(), known.end());
  return join(known);
}

Pixels decode_image(std::span<const uint8_t> bytes, const std::string& name) {
  for (const ImageCodec& codec : image_codecs())
    if (codec.recognises(bytes)) try {
        return codec.decode(bytes);
      } catch (const Error& reason) {
        throw Error("{}: cannot be decoded as {}: {}; repair or remove the file, or set `on_error: skip`", name,
                    codec.name, reason.what());
      }
  throw Error("{}: is {}, not an image that can be read ({}); convert or remove it, or set `on_error: skip`", name,
              bytes.empty() ? "empty" : "something else", known_images());
}

void internal::check_image_size(int64_t height, int64_t width) {
  if (height < 1 || width < 1) throw Error("it is {}x{} pixels large", height, width);
  if (height > most_pixels / width)
    throw Error("it has {}x{} pixels, and at most {} million are read", height, width, most_pixels / 1'000'000);
}

}  // namespace plumb

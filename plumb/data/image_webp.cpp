// WebP: recognised here, decoded by libwebp in a plug-in.
#include <cstring>

#include "plumb/data/image_plugin.h"

namespace plumb {
namespace {

bool recognises(std::span<const uint8_t> bytes) {
  return bytes.size() > 12 && std::memcmp(bytes.data(), "RIFF", 4) == 0 &&
         std::memcmp(bytes.data() + 8, "WEBP", 4) == 0;
}

Pixels decode(std::span<const uint8_t> bytes) { return plugin<WebpPlugin>().decode(bytes); }

[[maybe_unused]] const bool added = add_image_codec({"WebP", {".webp"}, recognises, decode});

}  // namespace
}  // namespace plumb

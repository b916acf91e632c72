// TIFF: recognised here, decoded by libtiff in a plug-in. The first page counts; 16 bits a channel become 8.
#include <cstring>

#include "plumb/data/image_plugin.h"

namespace plumb {
namespace {

/// "II" or "MM" for the order of bytes, then 42, or 43 for files beyond 4 GB.
bool recognises(std::span<const uint8_t> bytes) {
  if (bytes.size() < 8) return false;
  const bool little = std::memcmp(bytes.data(), "II", 2) == 0 && bytes[3] == 0 && (bytes[2] == 42 || bytes[2] == 43);
  const bool big = std::memcmp(bytes.data(), "MM", 2) == 0 && bytes[2] == 0 && (bytes[3] == 42 || bytes[3] == 43);
  return little || big;
}

Pixels decode(std::span<const uint8_t> bytes) { return plugin<TiffPlugin>().decode(bytes); }

[[maybe_unused]] const bool added = add_image_codec({"TIFF", {".tif", ".tiff"}, recognises, decode});

}  // namespace
}  // namespace plumb

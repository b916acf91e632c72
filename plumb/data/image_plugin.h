#pragma once

#include "plumb/core/plugin.h"
#include "plumb/data/image_codec.h"

namespace plumb {

/// What libplumb_webp.so and libplumb_tiff.so bring: `ImageCodec::decode` of their format.
struct WebpPlugin {
  static constexpr auto name = "webp";
  static constexpr auto for_what = "WebP images";
  Pixels (*decode)(std::span<const uint8_t> bytes) = nullptr;
};
struct TiffPlugin {
  static constexpr auto name = "tiff";
  static constexpr auto for_what = "TIFF images";
  Pixels (*decode)(std::span<const uint8_t> bytes) = nullptr;
};

}  // namespace plumb

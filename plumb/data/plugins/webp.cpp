// WebP, by libwebp. The format has no grey: every image has three channels.
#include <webp/decode.h>

#include "plumb/core/error.h"
#include "plumb/data/image_plugin.h"

namespace plumb {
namespace {

Pixels decode(std::span<const uint8_t> bytes) {
  WebPBitstreamFeatures features{};
  if (WebPGetFeatures(bytes.data(), bytes.size(), &features) != VP8_STATUS_OK) throw Error("its header is broken");
  if (features.has_animation != 0) throw Error("it is an animation, not one image");
  internal::check_image_size(features.height, features.width);
  Pixels pixels{features.height, features.width, 3};
  pixels.bytes.resize(static_cast<size_t>(3 * pixels.height * pixels.width));
  if (!WebPDecodeRGBInto(bytes.data(), bytes.size(), pixels.bytes.data(), pixels.bytes.size(), 3 * features.width))
    throw Error("it is cut off or broken");
  return pixels;
}

}  // namespace
}  // namespace plumb

PLUMB_PLUGIN((plumb::WebpPlugin{.decode = plumb::decode}))

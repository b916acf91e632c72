// PNG, by libspng.
#include <spng.h>

#include <array>
#include <cstring>
#include <memory>

#include "plumb/core/error.h"
#include "plumb/data/image_codec.h"

namespace plumb {
namespace {

void check(int result) {
  if (result != 0) throw Error(std::string(spng_strerror(result)));
}

bool recognises(std::span<const uint8_t> bytes) {
  constexpr std::array<uint8_t, 4> magic{0x89, 'P', 'N', 'G'};
  return bytes.size() > magic.size() && std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

Pixels decode(std::span<const uint8_t> bytes) {
  const std::unique_ptr<spng_ctx, void (*)(spng_ctx*)> context(spng_ctx_new(0), spng_ctx_free);
  if (!context) throw std::bad_alloc();
  check(spng_set_image_limits(context.get(), 1 << 20, 1 << 20));
  check(spng_set_chunk_limits(context.get(), 64 << 20, 64 << 20));
  check(spng_set_png_buffer(context.get(), bytes.data(), bytes.size()));
  spng_ihdr header{};
  check(spng_get_ihdr(context.get(), &header));
  internal::check_image_size(header.height, header.width);
  const bool grey =
      header.color_type == SPNG_COLOR_TYPE_GRAYSCALE || header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA;
  // The library gives one grey byte only where that is what the file has.
  const bool direct = header.color_type == SPNG_COLOR_TYPE_GRAYSCALE && header.bit_depth <= 8;
  const int format = direct ? SPNG_FMT_G8 : SPNG_FMT_RGB8;
  Pixels pixels{header.height, header.width, grey ? 1 : 3};
  size_t size = 0;
  check(spng_decoded_image_size(context.get(), format, &size));
  pixels.bytes.resize(size);
  check(spng_decode_image(context.get(), pixels.bytes.data(), size, format, 0));
  if (grey && !direct) {
    for (size_t i = 0; i < size / 3; ++i) pixels.bytes[i] = pixels.bytes[3 * i];
    pixels.bytes.resize(size / 3);
  }
  return pixels;
}

[[maybe_unused]] const bool added = add_image_codec({"PNG", {".png"}, recognises, decode});

}  // namespace
}  // namespace plumb

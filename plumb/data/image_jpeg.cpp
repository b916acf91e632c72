// JPEG, by libjpeg.
#include <csetjmp>
#include <cstddef>
#include <cstdio>
// libjpeg's headers need <cstdio> before them
#include <jpeglib.h>
//
#include <jerror.h>

#include "plumb/core/error.h"
#include "plumb/data/image_codec.h"

namespace plumb {
namespace {

/// What libjpeg calls on trouble. It may not return, and the library knows no exceptions: so it jumps out.
struct Trouble {
  jpeg_error_mgr base{};
  std::jmp_buf out{};
  char reason[JMSG_LENGTH_MAX]{};

  [[noreturn]] static void leave(j_common_ptr info) {
    auto* self = reinterpret_cast<Trouble*>(info->err);
    self->base.format_message(info, self->reason);
    std::longjmp(self->out, 1);
  }
  /// A warning is let pass, but for the ones that mean that pixels are missing: they would be grey.
  static void warn(j_common_ptr info, int level) {
    const int code = info->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE)) leave(info);
  }
};

bool recognises(std::span<const uint8_t> bytes) {
  return bytes.size() > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

/// False on trouble. Nothing here needs a destructor: longjmp runs none.
bool read(jpeg_decompress_struct& info, Trouble& trouble, std::span<const uint8_t> bytes, Pixels& pixels) {
  if (setjmp(trouble.out) != 0) return false;
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, bytes.data(), bytes.size());
  jpeg_read_header(&info, TRUE);
  info.out_color_space = info.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_calc_output_dimensions(&info);
  pixels.height = info.output_height;
  pixels.width = info.output_width;
  pixels.channels = info.num_components == 1 ? 1 : 3;
  if (pixels.height > most_pixels / pixels.width) return true;  // refused by the caller
  pixels.bytes.resize(static_cast<size_t>(pixels.height * pixels.width * pixels.channels));
  jpeg_start_decompress(&info);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = pixels.bytes.data() + static_cast<size_t>(info.output_scanline * pixels.width * pixels.channels);
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  return true;
}

Pixels decode(std::span<const uint8_t> bytes) {
  Trouble trouble;
  jpeg_decompress_struct info{};
  info.err = jpeg_std_error(&trouble.base);
  trouble.base.error_exit = Trouble::leave;
  trouble.base.emit_message = Trouble::warn;
  Pixels pixels;
  const bool whole = read(info, trouble, bytes, pixels);
  jpeg_destroy_decompress(&info);
  if (!whole) throw Error(std::string(trouble.reason));
  internal::check_image_size(pixels.height, pixels.width);
  return pixels;
}

[[maybe_unused]] const bool added = add_image_codec({"JPEG", {".jpg", ".jpeg"}, recognises, decode});

}  // namespace
}  // namespace plumb

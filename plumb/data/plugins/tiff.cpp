// TIFF, by libtiff, from memory. Its messages come as text to a handler of this one file; nothing is printed.
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>

#include "plumb/core/error.h"
#include "plumb/data/image_plugin.h"

namespace plumb {
namespace {

struct Memory {
  std::span<const uint8_t> bytes;
  uint64_t at = 0;
  std::string problem = {};  // the first one
};

Memory& memory(thandle_t handle) { return *static_cast<Memory*>(handle); }

tmsize_t read(thandle_t handle, void* to, tmsize_t wanted) {
  Memory& from = memory(handle);
  if (from.at >= from.bytes.size() || wanted <= 0) return 0;
  const auto size = std::min(static_cast<uint64_t>(wanted), from.bytes.size() - from.at);
  std::memcpy(to, from.bytes.data() + from.at, size);
  from.at += size;
  return static_cast<tmsize_t>(size);
}

toff_t seek(thandle_t handle, toff_t to, int whence) {
  Memory& from = memory(handle);
  from.at = whence == SEEK_SET ? to : whence == SEEK_CUR ? from.at + to : from.bytes.size() + to;
  return from.at;
}

int keep(TIFF* /*file*/, void* to, const char* /*module*/, const char* pattern, va_list values) {
  auto& problem = static_cast<Memory*>(to)->problem;
  char text[256];
  std::vsnprintf(text, sizeof text, pattern, values);
  if (problem.empty()) problem = text;
  return 1;
}

int hush(TIFF* /*file*/, void* /*to*/, const char* /*module*/, const char* /*pattern*/, va_list /*values*/) {
  return 1;
}

Pixels decode(std::span<const uint8_t> bytes) {
  Memory in{bytes};
  const auto fail = [&] { return Error(in.problem.empty() ? "it is cut off or broken" : in.problem); };
  const std::unique_ptr<TIFFOpenOptions, void (*)(TIFFOpenOptions*)> options(TIFFOpenOptionsAlloc(),
                                                                             TIFFOpenOptionsFree);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep, &in);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), hush, nullptr);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), 4 * most_pixels);
  const std::unique_ptr<TIFF, void (*)(TIFF*)> file(
      TIFFClientOpenExt(
          "image", "rm", &in, read, [](thandle_t, void*, tmsize_t) -> tmsize_t { return 0; }, seek,
          [](thandle_t) { return 0; }, [](thandle_t handle) -> toff_t { return memory(handle).bytes.size(); }, nullptr,
          nullptr, options.get()),
      TIFFClose);
  if (!file) throw fail();
  uint32_t width = 0, height = 0;
  uint16_t colours = 0;
  if (TIFFGetField(file.get(), TIFFTAG_IMAGEWIDTH, &width) == 0 ||
      TIFFGetField(file.get(), TIFFTAG_IMAGELENGTH, &height) == 0)
    throw Error("it does not say its size");
  internal::check_image_size(height, width);
  TIFFGetField(file.get(), TIFFTAG_PHOTOMETRIC, &colours);
  const bool grey = colours == PHOTOMETRIC_MINISBLACK || colours == PHOTOMETRIC_MINISWHITE;
  std::vector<uint32_t> raster(size_t{width} * height);
  if (TIFFReadRGBAImageOriented(file.get(), width, height, raster.data(), ORIENTATION_TOPLEFT, 1) == 0) throw fail();
  Pixels pixels{height, width, grey ? 1 : 3};
  pixels.bytes.reserve(raster.size() * static_cast<size_t>(pixels.channels));
  for (const uint32_t pixel : raster) {
    pixels.bytes.push_back(static_cast<uint8_t>(TIFFGetR(pixel)));
    if (grey) continue;
    pixels.bytes.push_back(static_cast<uint8_t>(TIFFGetG(pixel)));
    pixels.bytes.push_back(static_cast<uint8_t>(TIFFGetB(pixel)));
  }
  return pixels;
}

}  // namespace
}  // namespace plumb

PLUMB_PLUGIN((plumb::TiffPlugin{.decode = plumb::decode}))

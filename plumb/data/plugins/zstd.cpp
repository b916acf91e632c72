// Zstandard, by libzstd.
#include "plumb/data/zstd.h"

#include <zstd.h>

#include <algorithm>
#include <memory>
#include <new>

#include "plumb/core/error.h"

namespace plumb {
namespace {

std::string unpack(std::string_view content, const std::string& name, size_t limit) {
  const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  if (!context) throw std::bad_alloc();
  // A frame may say its size: mostly right, so mostly one buffer. What it says is not believed beyond a hundredfold.
  const unsigned long long said = ZSTD_getFrameContentSize(content.data(), content.size());
  const size_t first = said < ZSTD_CONTENTSIZE_ERROR ? static_cast<size_t>(said) : 4 * content.size();
  std::string result(std::min({first, limit, 100 * content.size()}) + ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer in{content.data(), content.size(), 0};
  size_t size = 0, state = 1;
  while (in.pos < in.size || state != 0) {
    if (size == result.size()) result.resize(size + size / 2);
    ZSTD_outBuffer out{result.data() + size, result.size() - size, 0};
    const size_t taken = in.pos;
    state = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(state) != 0)
      throw Error("{}: broken zstd file ({}); fetch it again", name, ZSTD_getErrorName(state));
    size += out.pos;
    if (size > limit) throw Error("{}: unpacks to more than {} bytes", name, limit);
    if (in.pos == taken && out.pos == 0 && in.pos == in.size && state != 0)
      throw Error("{}: the zstd file is cut off; fetch it again", name);
  }
  result.resize(size);
  return result;
}

}  // namespace
}  // namespace plumb

PLUMB_PLUGIN((plumb::ZstdPlugin{.unpack = plumb::unpack}))

#include "plumb/data/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "plumb/core/parse.h"
#include "plumb/data/zstd.h"

namespace plumb {
namespace {

/// The state of zlib; ends itself.
struct Inflater {
  z_stream stream{};
  Inflater() {
    if (inflateInit2(&stream, 15 + 32) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

}  // namespace

bool is_gzip(std::string_view content) {
  return content.size() > 2 && static_cast<unsigned char>(content[0]) == 0x1F &&
         static_cast<unsigned char>(content[1]) == 0x8B;
}

std::string gunzip(std::string_view content, const std::string& name, size_t limit) {
  Inflater inflater;
  z_stream& z = inflater.stream;
  // A gzip file ends with the size of its content (of its last part, modulo 2^32): mostly right, so mostly one buffer.
  size_t expected = 0;
  for (size_t i = 0; i < 4 && content.size() >= 18; ++i)
    expected |= size_t{static_cast<unsigned char>(content[content.size() - 4 + i])} << (8 * i);
  std::string result(std::min({expected, limit, content.size() * 1032}) + 64, '\0');  // deflate packs 1 to 1032 at best
  size_t size = 0, taken = 0;
  while (true) {
    if (z.avail_in == 0) {
      const size_t part = std::min<size_t>(content.size() - taken, 1u << 30);
      // zlib's interface is older than const
      z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data() + taken));
      z.avail_in = static_cast<uInt>(part);
      taken += part;
    }
    if (size == result.size()) result.resize(size + size / 2 + content.size() + (1u << 16));
    z.next_out = reinterpret_cast<Bytef*>(result.data() + size);
    z.avail_out = static_cast<uInt>(std::min<size_t>(result.size() - size, 1u << 30));
    const uInt room = z.avail_out;
    const int state = inflate(&z, Z_NO_FLUSH);
    size += room - z.avail_out;
    if (size > limit) throw Error("{}: unpacks to more than {} bytes", name, limit);
    if (state == Z_STREAM_END) {
      const std::string_view rest = content.substr(taken - z.avail_in);
      if (!is_gzip(rest)) break;  // files may hold several gzip parts, one after the other
      inflateReset(&z);
      continue;
    }
    const bool ended = z.avail_in == 0 && taken == content.size() && z.avail_out != 0;
    if (state == Z_BUF_ERROR && !ended) continue;
    if (state == Z_BUF_ERROR || (state == Z_OK && ended))
      throw Error("{}: the gzip file is cut off; fetch it again", name);
    if (state != Z_OK) throw Error("{}: broken gzip file ({}); fetch it again", name, z.msg ? z.msg : "bad data");
  }
  result.resize(size);
  return result;
}

std::string read_unpacked(const Path& path) {
  std::string content = read_file(path, most_unpacked);
  if (is_zstd(content)) return plugin<ZstdPlugin>().unpack(content, path.string(), most_unpacked);
  return is_gzip(content) ? gunzip(content, path.string()) : content;
}

std::string ending_inside(const std::string& path) {
  std::string small = lower(path);
  for (const char* packed : {".gz", ".zst"})
    if (small.ends_with(packed)) return Path(small.substr(0, small.rfind('.'))).extension().string();
  return Path(small).extension().string();
}

}  // namespace plumb

#include "plumb/data/zip.h"

#include <zlib.h>

#include <algorithm>

#include "plumb/core/error.h"

namespace plumb {
namespace {

constexpr size_t local_header = 30, central_header = 46, end_header = 22, longest_comment = 65535;
constexpr uint64_t in_zip64 = 0xFFFFFFFF;

Error broken(const std::string& name) {
  return Error("{}: the zip archive is cut off or broken; fetch it again", name);
}

/// Little-endian numbers at places that may lie beyond the end.
class Bytes {
 public:
  Bytes(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}
  uint64_t number(size_t at, size_t width) const {
    uint64_t value = 0;
    for (const char c : part(at, width)) value = value >> 8 | uint64_t{static_cast<unsigned char>(c)} << 56;
    return width == 0 ? 0 : value >> (64 - 8 * width);
  }
  std::string_view part(size_t at, size_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) throw broken(name_);
    return bytes_.substr(at, size);
  }

 private:
  std::string_view bytes_;
  const std::string& name_;
};

/// Where the list of files begins, and how many there are: said at the end, behind which a comment may follow.
std::pair<size_t, uint64_t> directory(std::string_view archive, const Bytes& bytes, const std::string& name) {
  const size_t from = archive.size() - std::min(archive.size(), end_header + longest_comment);
  const size_t end = archive.rfind("PK\5\6");
  if (end == std::string_view::npos || end < from) throw broken(name);
  const uint64_t count = bytes.number(end + 10, 2), at = bytes.number(end + 16, 4);
  if (at != in_zip64 && count != 0xFFFF) return {at, count};
  if (end < 20 || bytes.part(end - 20, 4) != "PK\6\7") throw broken(name);
  const uint64_t end64 = bytes.number(end - 20 + 8, 8);
  if (bytes.part(end64, 4) != "PK\6\6") throw broken(name);
  return {bytes.number(end64 + 48, 8), bytes.number(end64 + 32, 8)};
}

/// The numbers that did not fit into 32 bits, from the extra field of zip64, in the order in which they are needed.
void widen(const Bytes& extra, size_t size, std::initializer_list<uint64_t*> values) {
  for (size_t at = 0; at + 4 <= size;) {
    const uint64_t kind = extra.number(at, 2), length = extra.number(at + 2, 2);
    size_t place = at + 4;
    if (kind == 1)
      for (uint64_t* value : values)
        if (*value == in_zip64) {
          *value = extra.number(place, 8);
          place += 8;
        }
    at += 4 + length;
  }
}

}  // namespace

bool is_zip(std::string_view archive) { return archive.starts_with("PK\3\4") || archive.starts_with("PK\5\6"); }

std::vector<ZippedFile> files_in_zip(std::string_view archive, const std::string& name) {
  const Bytes bytes(archive, name);
  std::vector<ZippedFile> files;
  auto [at, count] = directory(archive, bytes, name);
  for (uint64_t i = 0; i < count; ++i) {
    if (bytes.part(at, central_header).substr(0, 4) != "PK\1\2") throw broken(name);
    const uint64_t flags = bytes.number(at + 8, 2), method = bytes.number(at + 10, 2);
    uint64_t packed = bytes.number(at + 20, 4), size = bytes.number(at + 24, 4), local = bytes.number(at + 42, 4);
    const size_t names = bytes.number(at + 28, 2), extra = bytes.number(at + 30, 2), comment = bytes.number(at + 32, 2);
    ZippedFile file{.name = std::string(bytes.part(at + central_header, names))};
    widen({bytes.part(at + central_header + names, extra), name}, extra, {&size, &packed, &local});
    if ((flags & 1) != 0) throw Error("{}: \"{}\" is encrypted; write the archive without a password", name, file.name);
    if (method != 0 && method != 8)
      throw Error("{}: \"{}\" is packed by method {}; only stored and deflated files are read", name, file.name,
                  method);
    if (bytes.part(local, 4) != "PK\3\4") throw broken(name);
    const size_t begin = local + local_header + bytes.number(local + 26, 2) + bytes.number(local + 28, 2);
    file.packed = bytes.part(begin, packed);
    file.size = size;
    file.deflated = method == 8;
    files.push_back(std::move(file));
    at += central_header + names + extra + comment;
  }
  return files;
}

std::string unzip(const ZippedFile& file, const std::string& archive, size_t limit) {
  const std::string where = archive + ": \"" + file.name + "\"";
  if (file.size > limit) throw Error("{} unpacks to more than {} bytes", where, limit);
  if (!file.deflated) {
    if (file.size != file.packed.size()) throw broken(archive);
    return std::string(file.packed);
  }
  if (file.size > file.packed.size() * 1032 + 64) throw broken(archive);  // more than deflate can pack
  std::string content(file.size, '\0');
  z_stream z{};
  if (inflateInit2(&z, -15) != Z_OK) throw std::bad_alloc();
  size_t taken = 0, made = 0;
  int state = Z_OK;
  while (state == Z_OK) {
    const size_t in = std::min<size_t>(file.packed.size() - taken, 1u << 30),
                 out = std::min<size_t>(content.size() - made, 1u << 30);
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(file.packed.data() + taken));  // zlib is older than const
    z.next_out = reinterpret_cast<Bytef*>(content.data() + made);
    z.avail_in = static_cast<uInt>(in);
    z.avail_out = static_cast<uInt>(out);
    state = inflate(&z, Z_NO_FLUSH);
    taken += in - z.avail_in;
    made += out - z.avail_out;
  }
  inflateEnd(&z);
  if (state != Z_STREAM_END || made != content.size()) throw broken(archive);
  return content;
}

}  // namespace plumb

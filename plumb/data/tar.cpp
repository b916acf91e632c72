#include "plumb/data/tar.h"

#include <algorithm>
#include <functional>

#include "plumb/core/error.h"
#include "plumb/core/files.h"
#include "plumb/data/gzip.h"
#include "plumb/data/zstd.h"

namespace plumb {
namespace {

constexpr size_t block = 512;
constexpr uint64_t longest_record = 64 << 20;  // a name; more is damage

/// A field of fixed width that ends at its first NUL.
std::string_view field(std::string_view header, size_t from, size_t width) {
  const std::string_view whole = header.substr(from, width);
  return whole.substr(0, std::min(whole.find('\0'), whole.size()));
}

/// Octal digits, or (GNU, large files) a big-endian number with the highest bit set.
uint64_t number(std::string_view header, size_t from, size_t width) {
  uint64_t value = 0;
  if ((static_cast<unsigned char>(header[from]) & 0x80) != 0) {
    for (size_t i = from + width - 8; i < from + width; ++i) value = value << 8 | static_cast<unsigned char>(header[i]);
    return value;
  }
  for (const char c : field(header, from, width))
    if (c >= '0' && c <= '7') value = value * 8 + static_cast<uint64_t>(c - '0');
  return value;
}

bool checksum_holds(std::string_view header) {
  uint64_t sum = 8 * ' ';  // the field itself counts as blanks
  for (size_t i = 0; i < block; ++i)
    if (i < 148 || i >= 156) sum += static_cast<unsigned char>(header[i]);
  return sum == number(header, 148, 8);
}

/// The path in a pax record list: "30 path=photos/a.jpg\n".
std::string pax_path(std::string_view records) {
  while (!records.empty()) {
    size_t length = 0, digits = 0;
    while (digits < records.size() && records[digits] >= '0' && records[digits] <= '9' && length < (1u << 20))
      length = length * 10 + static_cast<size_t>(records[digits++] - '0');
    if (length <= digits + 1 || length > records.size()) break;
    const std::string_view record = records.substr(digits + 1, length - digits - 2);
    if (record.starts_with("path=")) return std::string(record.substr(5));
    records.remove_prefix(length);
  }
  return "";
}

/// Goes from header to header and calls `use` with each plain file, until it answers false; `bytes(begin, size)` gives
/// what lies there.
void each_file(uint64_t archive_size, const std::function<std::string_view(uint64_t begin, size_t size)>& bytes,
               const std::string& archive, const std::function<bool(std::string path, FilePart place)>& use) {
  const auto cut_off = [&] { return Error("{}: the tar archive is cut off; fetch it again", archive); };
  std::string long_name;
  uint64_t at = 0;
  while (at + block <= archive_size) {
    const std::string header(bytes(at, block));
    if (header[0] == '\0') return;
    if (!checksum_holds(header)) throw Error("{}: broken tar archive at byte {}; fetch it again", archive, at);
    const uint64_t size = number(header, 124, 12);
    at += block;
    if (size > archive_size - at) throw cut_off();
    const uint64_t begin = at;
    at += (size + block - 1) / block * block;
    const char kind = header[156];
    if (kind == 'L' || kind == 'x') {
      if (size > longest_record) throw Error("{}: broken tar archive at byte {}; fetch it again", archive, begin);
      const std::string_view content = bytes(begin, size);
      long_name = kind == 'L' ? std::string(field(content, 0, content.size())) : pax_path(content);
      continue;
    }
    std::string path(field(header, 0, 100));
    if (header.substr(257, 5) == "ustar" && header[345] != '\0' && header[262] == '\0')
      path = std::string(field(header, 345, 155)) + "/" + path;
    if (!long_name.empty()) path = std::move(long_name);
    long_name.clear();
    if (path.starts_with("./")) path.erase(0, 2);
    if ((kind == '0' || kind == '\0') && !use(std::move(path), {.begin = begin, .size = size})) return;
  }
  if (at > archive_size) throw cut_off();
}

}  // namespace

bool is_tar(std::string_view archive) { return archive.size() >= block && checksum_holds(archive.substr(0, block)); }

std::vector<TarFile> files_in_tar(std::string_view archive, const std::string& name) {
  std::vector<TarFile> files;
  each_file(
      archive.size(), [&](uint64_t begin, size_t size) { return archive.substr(begin, size); }, name,
      [&](std::string path, const FilePart& place) {
        files.push_back({std::move(path), archive.substr(place.begin, place.size)});
        return true;
      });
  return files;
}

TarIndex index_of_tar(const Path& path, size_t most) {
  TarIndex index;
  std::vector<TarIndex::File>& files = index.files;
  FileBytes file(path);
  const std::string head = file.read(0, std::min<uint64_t>(file.size(), block));
  std::string buffer;
  if (is_gzip(head) || is_zstd(head)) {
    const auto unpacked = std::make_shared<const std::string>(read_unpacked(path));
    if (!is_tar(*unpacked)) throw Error("{}: is no tar archive, nor one packed by gzip or zstd", path.string());
    for (const TarFile& one : files_in_tar(*unpacked, path.string()))
      files.push_back({one.name,
                       {.unpacked = unpacked,
                        .begin = static_cast<uint64_t>(one.content.data() - unpacked->data()),
                        .size = one.content.size()}});
    index.packed = true;
    return index;
  }
  if (head == std::string(block, '\0')) return index;  // nothing but the end of an archive
  if (!is_tar(head)) throw Error("{}: is no tar archive, nor one packed by gzip or zstd", path.string());
  const auto name = std::make_shared<const Path>(path);
  each_file(
      file.size(), [&](uint64_t begin, size_t size) -> std::string_view { return buffer = file.read(begin, size); },
      path.string(),
      [&](std::string inside, FilePart place) {
        place.file = name;
        files.push_back({std::move(inside), std::move(place)});
        return files.size() < most;
      });
  return index;
}

}  // namespace plumb

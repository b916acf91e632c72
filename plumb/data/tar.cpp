#include "plumb/data/tar.h"

#include <algorithm>
#include <cstdint>

#include "plumb/core/error.h"

namespace plumb {
namespace {

constexpr size_t block = 512;

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

}  // namespace

bool is_tar(std::string_view archive) { return archive.size() >= block && checksum_holds(archive.substr(0, block)); }

std::vector<TarFile> files_in_tar(std::string_view archive, const std::string& name) {
  std::vector<TarFile> files;
  std::string long_name;
  size_t at = 0;
  while (at + block <= archive.size() && archive[at] != '\0') {
    const std::string_view header = archive.substr(at, block);
    if (!checksum_holds(header)) throw Error("{}: broken tar archive at byte {}; fetch it again", name, at);
    const uint64_t size = number(header, 124, 12);
    at += block;
    if (size > archive.size() - at) throw Error("{}: the tar archive is cut off; fetch it again", name);
    const std::string_view content = archive.substr(at, size);
    at += (size + block - 1) / block * block;
    const char kind = header[156];
    if (kind == 'L') {
      long_name = field(content, 0, content.size());
    } else if (kind == 'x') {
      long_name = pax_path(content);
    } else {
      std::string path(field(header, 0, 100));
      if (header.substr(257, 5) == "ustar" && header[345] != '\0' && header[262] == '\0')
        path = std::string(field(header, 345, 155)) + "/" + path;
      if (!long_name.empty()) path = std::move(long_name);
      long_name.clear();
      if (path.starts_with("./")) path.erase(0, 2);
      if (kind == '0' || kind == '\0') files.push_back({std::move(path), content});
    }
  }
  if (at > archive.size()) throw Error("{}: the tar archive is cut off; fetch it again", name);
  return files;
}

}  // namespace plumb

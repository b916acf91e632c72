#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plumb {

/// A file inside a zip archive, still packed; `packed` points into the archive's bytes.
struct ZippedFile {
  std::string name;
  std::string_view packed;
  uint64_t size = 0;      // when unpacked
  bool deflated = false;  // else stored as it is
};

bool is_zip(std::string_view archive);

/// What a zip archive lists (APPNOTE 6.3, zip64 too), in its order. Encrypted files and methods other than deflate are
/// an Error, as is a broken or cut-off archive; it names the archive.
std::vector<ZippedFile> files_in_zip(std::string_view archive, const std::string& name);

/// One file's content; more than `limit` bytes, or other than the archive says, is an Error.
std::string unzip(const ZippedFile& file, const std::string& archive, size_t limit);

}  // namespace plumb

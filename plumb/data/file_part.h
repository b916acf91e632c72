#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "plumb/core/files.h"

namespace plumb {

/// Some bytes of a file on the disk, or of an archive that was unpacked into memory: a file of a folder as a whole, a
/// file in a tar. Copies share what they name.
struct FilePart {
  std::shared_ptr<const Path> file = {};             // null: in `unpacked`
  std::shared_ptr<const std::string> unpacked = {};  // null: in `file`
  uint64_t begin = 0, size = 0;
};

/// The whole file, as it is now.
FilePart whole_file(const Path& path);

/// Its bytes; from any thread. A file that has become shorter is an Error.
std::string read_part(const FilePart& part);

/// A file that is open for reading.
class FileBytes {
 public:
  explicit FileBytes(const Path& path);
  ~FileBytes();
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  uint64_t size() const { return size_; }
  std::string read(uint64_t begin, uint64_t size) const;

 private:
  Path path_;
  int descriptor_ = -1;
  uint64_t size_ = 0;
};

}  // namespace plumb

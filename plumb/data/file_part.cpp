#include "plumb/data/file_part.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "plumb/core/internal/disk.h"

namespace plumb {

FileBytes::FileBytes(const Path& path) : path_(path), descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) throw errno == ENOENT ? no_such_file(path) : internal::file_trouble("read", path, errno);
  struct stat facts {};
  ::fstat(descriptor_, &facts);
  size_ = static_cast<uint64_t>(facts.st_size);
}

FileBytes::~FileBytes() { ::close(descriptor_); }

std::string FileBytes::read(uint64_t begin, uint64_t size) const {
  std::string bytes(size, '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::pread(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(begin + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw internal::file_trouble("read", path_, errno);
    if (n == 0)
      throw Error("{}: became shorter while it was read; leave files alone while they are used", path_.string());
    done += static_cast<size_t>(n);
  }
  return bytes;
}

FilePart whole_file(const Path& path) {
  std::error_code problem;
  const uint64_t size = std::filesystem::file_size(path, problem);
  if (problem) throw no_such_file(path);
  return {.file = std::make_shared<const Path>(path), .size = size};
}

std::string read_part(const FilePart& part) {
  if (part.unpacked) return part.unpacked->substr(part.begin, part.size);
  return FileBytes(*part.file).read(part.begin, part.size);
}

}  // namespace plumb

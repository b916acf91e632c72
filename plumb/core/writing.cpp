// Everything that changes files: write_file and its kin.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <streambuf>

#include "plumb/core/file_faults.h"
#include "plumb/core/files.h"
#include "plumb/core/internal/disk.h"

namespace plumb {
namespace {

using internal::Descriptor;
using internal::file_trouble;

constexpr std::string_view temporary_ending = ".part";
FileFault fault_now = nullptr;

/// Does what `call` does, unless a test wants it to fail: -1, with the reason in errno.
template <class Call>
auto attempt(const char* operation, const Path& path, Call call) -> decltype(call()) {
  if (const int number = fault_now ? fault_now(operation, path) : 0; number != 0) {
    errno = number;
    return -1;
  }
  return call();
}

/// Hands what a stream is told on to a file; a failed write is remembered by its number.
class FileBuffer : public std::streambuf {
 public:
  FileBuffer(int file, const Path& path) : path_(path), file_(file) { setp(buffer_, buffer_ + sizeof buffer_); }
  int problem() const { return problem_; }

 protected:
  int sync() override {
    write(pbase(), static_cast<size_t>(pptr() - pbase()));
    setp(buffer_, buffer_ + sizeof buffer_);
    return problem_ == 0 ? 0 : -1;
  }
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    if (c != traits_type::eof()) sputc(static_cast<char>(c));
    return 0;
  }
  std::streamsize xsputn(const char* bytes, std::streamsize size) override {
    if (size < epptr() - pptr()) return std::streambuf::xsputn(bytes, size);
    if (sync() != 0) return 0;
    write(bytes, static_cast<size_t>(size));
    return problem_ == 0 ? size : 0;
  }

 private:
  void write(const char* bytes, size_t size) {
    if (size == 0 || problem_ != 0) return;
    if (fault_now && (problem_ = fault_now("write", path_)) != 0) size /= 2;
    while (size > 0) {
      const ssize_t n = ::write(file_, bytes, size);
      if (n < 0 && errno != EINTR) {
        problem_ = errno;
        return;
      }
      if (n > 0) {
        bytes += n;
        size -= static_cast<size_t>(n);
      }
    }
  }
  const Path& path_;
  int file_, problem_ = 0;
  char buffer_[1 << 16];
};

Path folder_of(const Path& path) { return path.has_parent_path() ? path.parent_path() : Path("."); }

/// Makes a new name last: a rename is safe only once its folder is on the disk. Some file systems cannot, and some
/// folders may not be opened: that is no failure of the disk.
int sync_folder(const Path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened < 0 || attempt("sync folder", folder, [&] { return ::fsync(opened); }) == 0) return 0;
  return errno == EIO || errno == ENOSPC || errno == EDQUOT ? -1 : 0;
}

/// What a file holds is on the disk then. Pipes and devices have none (EINVAL).
int sync_file(int file, const Path& path) {
  return attempt("sync", path, [&] { return ::fsync(file); }) != 0 && errno != EINVAL ? -1 : 0;
}

}  // namespace

Error internal::file_trouble(const char* what, const Path& path, int number) {
  const char* hint = "";
  if (number == ENOSPC || number == EDQUOT) hint = "; free some space, or write elsewhere";
  if (number == EACCES || number == EPERM || number == EROFS) hint = "; check the rights, or choose another place";
  if (number == EIO) hint = "; the disk fails: the system's log says more";
  const bool mistake = number == ENOENT || number == EISDIR || number == ENOTDIR;
  return Error(fmt::format("cannot {} {}: {}{}", what, path.string(), std::strerror(number), hint),
               mistake ? Error::Kind::mistake : Error::Kind::machine);
}

FileFault set_file_fault(FileFault fault) { return std::exchange(fault_now, fault); }

void write_file(const Path& path, const std::function<void(std::ostream&)>& write) {
  const Path folder = folder_of(path);
  std::string temporary = (folder / ("." + path.filename().string() + ".XXXXXX")).string();
  temporary += temporary_ending;
  Descriptor file(attempt("create", path, [&] {
    return ::mkostemps(temporary.data(), static_cast<int>(temporary_ending.size()), O_CLOEXEC);
  }));
  if (file < 0) throw file_trouble("write", path, errno);
  const auto fail = [&](int number) {
    ::unlink(temporary.c_str());
    throw file_trouble("write", path, number);
  };
  FileBuffer buffer(file, path);
  std::ostream stream(&buffer);
  stream.exceptions(std::ios::badbit);  // so that nobody computes on for a disk that is full
  try {
    write(stream);
    stream.flush();
  } catch (...) {
    if (buffer.problem() != 0) fail(buffer.problem());
    ::unlink(temporary.c_str());
    throw;
  }
  if (buffer.problem() != 0) fail(buffer.problem());
  const mode_t mask =
      ::umask(0);  // mkostemps gives 0600; a file of the user's has the rights that files of theirs have
  ::umask(mask);
  ::fchmod(file, 0666 & ~mask);
  if (sync_file(file, path) != 0) fail(errno);
  if (attempt("close", path, [&] { return file.close(); }) != 0) fail(errno);
  if (attempt("rename", path, [&] { return ::rename(temporary.c_str(), path.c_str()); }) != 0) fail(errno);
  if (sync_folder(folder) != 0) throw file_trouble("write", path, errno);
}

void write_file(const Path& path, std::string_view content) {
  write_file(path, [&](std::ostream& out) { out.write(content.data(), static_cast<std::streamsize>(content.size())); });
}

void append_file(const Path& path, size_t size, std::string_view bytes) {
  Descriptor file(attempt("append", path, [&] { return ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666); }));
  if (file < 0 || ::ftruncate(file, static_cast<off_t>(size)) != 0 ||
      ::lseek(file, 0, SEEK_END) != static_cast<off_t>(size))
    throw file_trouble("write", path, errno);
  FileBuffer buffer(file, path);
  buffer.sputn(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  buffer.pubsync();
  int number = buffer.problem();
  if (number == 0 && sync_file(file, path) != 0) number = errno;
  if (number == 0 && size == 0 && sync_folder(folder_of(path)) != 0) number = errno;
  if (number == 0) return;
  if (::ftruncate(file, static_cast<off_t>(size)) != 0) throw file_trouble("write", path, errno);
  throw file_trouble("write", path, number);
}

Path write_temporary(std::string_view content, const std::string& ending) {
  const Path folder = std::filesystem::temp_directory_path();
  std::string name = (folder / "plumb-XXXXXX").string() + ending;
  Descriptor file(
      attempt("create", folder, [&] { return ::mkostemps(name.data(), static_cast<int>(ending.size()), O_CLOEXEC); }));
  if (file < 0) throw file_trouble("write to", folder, errno);
  Path path(name);
  FileBuffer buffer(file, path);
  buffer.sputn(content.data(), static_cast<std::streamsize>(content.size()));
  buffer.pubsync();
  if (buffer.problem() == 0) return path;
  ::unlink(name.c_str());
  throw file_trouble("write", path, buffer.problem());
}

void make_folder(const Path& path) {
  std::error_code problem;
  if (std::filesystem::is_directory(path, problem)) return;
  const int made = attempt("make folder", path, [&] {
    std::filesystem::create_directories(path, problem);
    errno = problem.value();
    return problem ? -1 : 0;
  });
  if (made != 0) throw file_trouble("make the folder", path, errno);
}

bool claim_folder(const Path& folder) {
  if (attempt("make folder", folder, [&] { return ::mkdir(folder.c_str(), 0777); }) == 0) return true;
  if (errno == EEXIST) return false;
  throw file_trouble("make the folder", folder, errno);
}

void remove_temporaries(const Path& folder) {
  std::error_code problem;
  std::vector<Path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.') && name.ends_with(temporary_ending)) found.push_back(entry.path());
  }
  for (const Path& path : found) std::filesystem::remove(path, problem);
}

}  // namespace plumb

#include "plumb/core/files.h"

#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <streambuf>

#include "plumb/core/suggest.h"

namespace plumb {
namespace {

/// "cannot write runs/a.json: the disk is full": the reason in the user's words, and who is to blame.
Error trouble(const char* what, const Path& path, int number) {
  const char* hint = "";
  if (number == ENOSPC || number == EDQUOT) hint = "; free some space, or write elsewhere";
  if (number == EACCES || number == EPERM || number == EROFS) hint = "; check the rights, or choose another place";
  const bool mistake = number == ENOENT || number == EISDIR || number == ENOTDIR;
  return Error(fmt::format("cannot {} {}: {}{}", what, path.string(), std::strerror(number), hint),
               mistake ? Error::Kind::mistake : Error::Kind::machine);
}

/// An open file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  operator int() const { return number_; }
  int close() {
    const int result = number_ < 0 ? 0 : ::close(number_);
    number_ = -1;
    return result;
  }

 private:
  int number_;
};

/// Hands what a stream is told on to a file; a failed write is remembered by its number.
class FileBuffer : public std::streambuf {
 public:
  explicit FileBuffer(int file) : file_(file) { setp(buffer_, buffer_ + sizeof buffer_); }
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
    while (size > 0 && problem_ == 0) {
      const ssize_t n = ::write(file_, bytes, size);
      if (n < 0 && errno != EINTR) problem_ = errno;
      if (n > 0) {
        bytes += n;
        size -= static_cast<size_t>(n);
      }
    }
  }
  int file_, problem_ = 0;
  char buffer_[1 << 16];
};

/// Makes the new name last: a rename is safe only once its folder is on the disk. Some file systems cannot; they know.
void sync_folder(const Path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened >= 0) ::fsync(opened);
}

std::vector<std::string> names_in(const Path& folder) {
  std::vector<std::string> names;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Error no_such_file(const Path& path) {
  const Path folder = path.has_parent_path() ? path.parent_path() : Path(".");
  std::error_code problem;
  if (!std::filesystem::is_directory(folder, problem))
    return Error("{}: no such file; there is no folder {} either", path.string(), folder.string());
  const std::string near = nearest(path.filename().string(), names_in(folder));
  if (near.empty()) return Error("{}: no such file or folder", path.string());
  return Error("{}: no such file or folder; did you mean \"{}\"?", path.string(),
               (path.has_parent_path() ? folder / near : Path(near)).string());
}

std::string read_file(const Path& path, size_t limit) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file < 0) throw errno == ENOENT ? no_such_file(path) : trouble("read", path, errno);
  struct stat facts {};
  ::fstat(file, &facts);
  if (S_ISDIR(facts.st_mode)) throw trouble("read", path, EISDIR);
  if (static_cast<size_t>(facts.st_size) > limit)
    throw Error("{}: has {} bytes, more than the {} that are read here", path.string(), facts.st_size, limit);
  std::string content(static_cast<size_t>(facts.st_size), '\0');
  size_t size = 0;
  while (true) {  // pipes have no size, and a file may grow
    if (size == content.size()) content.resize(size + (S_ISREG(facts.st_mode) ? 1 : 1 << 16));
    const ssize_t n = ::read(file, content.data() + size, content.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw trouble("read", path, errno);
    if (n == 0) break;
    size += static_cast<size_t>(n);
    if (size > limit) throw Error("{}: has more than the {} bytes that are read here", path.string(), limit);
  }
  content.resize(size);
  return content;
}

void write_file(const Path& path, const std::function<void(std::ostream&)>& write) {
  const Path folder = path.has_parent_path() ? path.parent_path() : Path(".");
  std::string temporary = (folder / ("." + path.filename().string() + ".XXXXXX")).string();
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file < 0) throw trouble("write", path, errno);
  const auto fail = [&](int number) {
    ::unlink(temporary.c_str());
    throw trouble("write", path, number);
  };
  try {
    FileBuffer buffer(file);
    std::ostream stream(&buffer);
    write(stream);
    stream.flush();
    if (buffer.problem() != 0) fail(buffer.problem());
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  const mode_t mask = ::umask(0);  // mkostemp gives 0600; a file of the user's has the rights that files of theirs have
  ::umask(mask);
  ::fchmod(file, 0666 & ~mask);
  if (::fsync(file) != 0 && errno != EINVAL) fail(errno);
  if (file.close() != 0) fail(errno);
  if (::rename(temporary.c_str(), path.c_str()) != 0) fail(errno);
  sync_folder(folder);
}

void write_file(const Path& path, std::string_view content) {
  write_file(path, [&](std::ostream& out) { out.write(content.data(), static_cast<std::streamsize>(content.size())); });
}

void make_folder(const Path& path) {
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  if (problem) throw trouble("make the folder", path, problem.value());
}

std::vector<Path> glob(const std::string& pattern) {
  std::error_code problem;
  if (std::filesystem::exists(pattern, problem)) return {Path(pattern)};  // also where a name holds brackets
  if (pattern.find_first_of("*?[") == std::string::npos) throw no_such_file(pattern);
  glob_t found{};
  const int result = ::glob(pattern.c_str(), 0, nullptr, &found);
  std::vector<Path> paths(found.gl_pathv, found.gl_pathv + (result == 0 ? found.gl_pathc : 0));
  ::globfree(&found);
  if (paths.empty()) throw Error("{}: no file has such a name", pattern);
  return paths;
}

}  // namespace plumb

#include "plumb/core/files.h"

#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "plumb/core/internal/disk.h"
#include "plumb/core/suggest.h"

namespace plumb {
namespace {

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
  internal::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file < 0) throw errno == ENOENT ? no_such_file(path) : internal::file_trouble("read", path, errno);
  struct stat facts {};
  ::fstat(file, &facts);
  if (S_ISDIR(facts.st_mode)) throw internal::file_trouble("read", path, EISDIR);
  if (static_cast<size_t>(facts.st_size) > limit)
    throw Error("{}: has {} bytes, more than the {} that are read here", path.string(), facts.st_size, limit);
  std::string content(static_cast<size_t>(facts.st_size), '\0');
  size_t size = 0;
  while (true) {  // pipes have no size, and a file may grow
    if (size == content.size()) content.resize(size + (S_ISREG(facts.st_mode) ? 1 : 1 << 16));
    const ssize_t n = ::read(file, content.data() + size, content.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw internal::file_trouble("read", path, errno);
    if (n == 0) break;
    size += static_cast<size_t>(n);
    if (size > limit) throw Error("{}: has more than the {} bytes that are read here", path.string(), limit);
  }
  content.resize(size);
  return content;
}

bool is_pattern(const std::string& path) { return path.find_first_of("*?[") != std::string::npos; }

std::vector<Path> glob(const std::string& pattern) {
  std::error_code problem;
  if (std::filesystem::exists(pattern, problem)) return {Path(pattern)};
  if (!is_pattern(pattern)) throw no_such_file(pattern);
  glob_t found{};
  const int result = ::glob(pattern.c_str(), 0, nullptr, &found);
  std::vector<Path> paths(found.gl_pathv, found.gl_pathv + (result == 0 ? found.gl_pathc : 0));
  ::globfree(&found);
  if (paths.empty()) throw Error("{}: no file has such a name", pattern);
  return paths;
}

}  // namespace plumb

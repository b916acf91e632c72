#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "tests/support/paths.h"

/// Runs the built `plumb` as a user would, in a folder of its own.
namespace plumb::testing {

/// A fresh folder that goes when the test ends.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "plumb-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void put(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

/// Every file below a folder with its content: to see that nothing was written.
inline std::map<std::string, std::string> snapshot(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& item : std::filesystem::recursive_directory_iterator(folder))
    if (item.is_regular_file()) files[item.path().string()] = content(item.path());
  return files;
}

struct Finished {
  int code = -1;
  std::string out, err;
};

/// Shell commands in `folder`.
inline Finished shell(const std::filesystem::path& folder, const std::string& commands) {
  const ScratchFolder streams;
  const std::string command = "cd '" + folder.string() + "' && ( " + commands + " ) > '" + (streams / "out").string() +
                              "' 2> '" + (streams / "err").string() + "'";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content(streams / "out"), content(streams / "err")};
}

inline std::string program() { return "'" + (binary_dir() / "plumb").string() + "'"; }

/// `plumb <words>` in `folder`, through the shell: `words` may hold redirections and quotes.
inline Finished plumb(const std::filesystem::path& folder, const std::string& words) {
  return shell(folder, program() + " " + words);
}

}  // namespace plumb::testing

#include "plumb/core/missing_path.h"

#include <fmt/core.h>

#include "plumb/core/suggest.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_in(const Path& folder) {
  std::vector<std::string> names;
  std::error_code problem;
  for (const auto& item : fs::directory_iterator(folder.empty() ? Path(".") : folder, problem))
    names.push_back(item.path().filename().string());
  return names;
}

}  // namespace

std::string hint_for_missing(const Path& path) {
  Path folder = path, wanted;
  std::error_code problem;
  while (folder.has_relative_path() && !fs::exists(folder, problem)) {
    wanted = folder.filename();
    folder = folder.parent_path();
  }
  const std::string near = nearest(wanted.string(), names_in(folder));
  if (!near.empty()) return fmt::format("; did you mean {}?", (folder / near).string());
  return folder != path.parent_path() ? fmt::format("; there is no {}", (folder / wanted).string()) : "";
}

}  // namespace plumb

#include "plumb/data/image_parts.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "plumb/core/error.h"
#include "plumb/core/files.h"
#include "plumb/core/parse.h"
#include "plumb/data/image_codec.h"
#include "plumb/data/tar.h"

namespace plumb {
namespace {

bool is_image(const std::string& path) {
  return has_image_name(path) && !path.starts_with('.') && path.find("/.") == std::string::npos;
}

std::string first_of(const std::string& path) { return path.substr(0, path.find('/')); }

bool has_images(const Path& folder) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && is_image(entry.path().lexically_relative(folder).generic_string())) return true;
  return false;
}

/// What lies right below a folder or the top of a tar and is an image or holds some.
std::set<std::string> names_below(const std::string& path) {
  std::set<std::string> names;
  if (has_image_name(path) || !std::filesystem::exists(path)) return names;
  if (!std::filesystem::is_directory(path)) {
    for (const TarIndex::File& file : index_of_tar(path).files)
      if (is_image(file.name)) names.insert(first_of(file.name));
    return names;
  }
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with('.') && (entry.is_directory() ? has_images(entry.path()) : is_image(name)))
      names.insert(name);
  }
  return names;
}

}  // namespace

std::optional<std::string> part_named(const std::string& word) {
  static const std::map<std::string, std::string> parts{{"train", "train"}, {"training", "train"},   {"valid", "valid"},
                                                        {"val", "valid"},   {"validation", "valid"}, {"dev", "valid"},
                                                        {"test", "test"},   {"testing", "test"}};
  const auto found = parts.find(lower(word));
  return found == parts.end() ? std::nullopt : std::optional(found->second);
}

std::vector<ImagePart> image_parts(const std::string& path) {
  std::vector<ImagePart> parts;
  std::vector<std::string> others;
  for (const std::string& name : names_below(path))
    if (const auto part = part_named(name))
      parts.push_back({*part, name});
    else
      others.push_back(name);
  const auto has = [&](const char* part) {
    return std::any_of(parts.begin(), parts.end(), [&](const ImagePart& one) { return one.part == part; });
  };
  const bool train_alone = parts.size() == 1 && others.empty();
  if (!has("train") || (!has("valid") && !has("test") && !train_alone)) return {};
  const auto order = [](const ImagePart& one) { return one.part == "train" ? 0 : one.part == "valid" ? 1 : 2; };
  std::stable_sort(parts.begin(), parts.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
  const std::string write = fmt::format(
      "say what is what: `data: {{train: {{images: {{path: {0}, folder: {1}}}}}, {2}: {{images: {{path: {0}, folder: "
      "{3}}}}}}}`",
      path, parts.front().folder, parts.back().part, parts.back().folder);
  require(others.empty(), "{}: \"{}\" lies beside {} and {}, which are parts of the rows; move it away, or {}", path,
          others.empty() ? "" : others.front(), parts.front().folder, parts.back().folder, write);
  for (size_t i = 1; i < parts.size(); ++i)
    require(parts[i].part != parts[i - 1].part, "{}: {} and {} both mean the {} rows; move one away, or {}", path,
            parts[i - 1].folder, parts[i].folder, parts[i].part, write);
  return parts;
}

}  // namespace plumb

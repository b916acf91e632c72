#include "plumb/data/images.h"

#include <fnmatch.h>

#include <algorithm>

#include "plumb/core/files.h"
#include "plumb/core/parse.h"
#include "plumb/core/progress.h"
#include "plumb/data/gzip.h"
#include "plumb/data/image_codec.h"
#include "plumb/data/tar.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Images>();

bool has_archive_name(const std::string& path) {
  const std::string small = lower(path);
  return small.ends_with(".tar") || small.ends_with(".tar.gz") || small.ends_with(".tgz");
}

/// Whether a file of this path is one of the images. Files whose names begin with a dot are of the system's, not the
/// user's ("._a.jpg").
bool is_wanted(const std::string& path, const std::string& pattern) {
  const std::string file = Path(path).filename().string();
  return has_image_name(path) && !path.starts_with('.') && path.find("/.") == std::string::npos &&
         ::fnmatch(pattern.c_str(), file.c_str(), 0) == 0;
}

/// Gathers encoded images with their classes.
class Gathering {
 public:
  Gathering(const Images& options, const ReadSettings& settings) : options_(options), settings_(settings) {}

  bool full() const { return settings_.limit >= 0 && static_cast<int64_t>(names_.size()) >= settings_.limit; }

  /// `relative`: the path below the folder whose sub-folders are classes.
  void add(const std::string& shown, const std::string& relative, std::string_view content) {
    if (settings_.on_error == OnError::skip && !decodes(shown, content)) return;
    bytes_.insert(bytes_.end(), content.begin(), content.end());
    offsets_.push_back(static_cast<int64_t>(bytes_.size()));
    names_.push_back(shown);
    const size_t slash = relative.find('/');
    classes_.push_back(slash == std::string::npos ? std::nullopt : std::optional(relative.substr(0, slash)));
  }

  ReadResult result() {
    if (names_.empty())
      throw Error("{}: no image below it ({}){}; check `path` and `folder`", options_.path.front(), known_images(),
                  options_.files == "*" ? "" : fmt::format(" whose name is like {}", options_.files));
    const auto flat = std::count(classes_.begin(), classes_.end(), std::nullopt);
    if (options_.labels && flat > 0 && flat < static_cast<std::ptrdiff_t>(classes_.size())) {
      const auto at = std::find(classes_.begin(), classes_.end(), std::nullopt) - classes_.begin();
      throw Error("{}: lies beside the folders of the classes, not in one; move it, or set `labels: false`",
                  names_[static_cast<size_t>(at)]);
    }
    Table table;
    std::vector<std::array<int64_t, 3>> shapes(names_.size(), {0, 0, 0});
    table.set("image", Column::images(std::move(bytes_), std::move(offsets_), std::move(shapes), {}, names_));
    if (options_.labels && flat == 0) table.set("label", *Column::texts(classes_).as(ColumnType::category));
    table.set("file", Column::texts({names_.begin(), names_.end()}));
    return {std::move(table), std::move(skipped_)};
  }

 private:
  bool decodes(const std::string& shown, std::string_view content) {
    try {
      decode_image({reinterpret_cast<const uint8_t*>(content.data()), content.size()}, shown);
      return true;
    } catch (const Error& error) {
      skipped_.push_back({shown, error.what()});
      return false;
    }
  }

  const Images& options_;
  const ReadSettings& settings_;
  std::vector<Skipped> skipped_;
  std::vector<uint8_t> bytes_;
  std::vector<int64_t> offsets_{0};
  std::vector<std::string> names_;
  std::vector<std::optional<std::string>> classes_;
};

void add_folder(const Path& root, const Images& options, Gathering& images) {
  if (!std::filesystem::is_directory(root)) throw no_such_file(root);
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string relative = entry.path().lexically_relative(root).generic_string();
    if (entry.is_regular_file() && is_wanted(relative, options.files)) found.push_back(relative);
  }
  std::sort(found.begin(), found.end());
  Progress progress("reading " + root.string(), static_cast<int64_t>(found.size()), "images");
  for (const std::string& relative : found) {
    if (images.full()) return;
    images.add((root / relative).string(), relative, read_file(root / relative));
    progress.advance();
  }
}

void add_archive(const Path& path, const Images& options, Gathering& images) {
  const std::string archive = read_unpacked(path);
  if (!is_tar(archive)) throw Error("{}: is no tar archive; unpack it and give the folder", path.string());
  std::vector<TarFile> files = files_in_tar(archive, path.string());
  const std::string& folder = options.folder;
  const std::string inside = folder.empty() || folder.ends_with('/') ? folder : folder + "/";
  std::sort(files.begin(), files.end(), [](const TarFile& a, const TarFile& b) { return a.name < b.name; });
  for (const TarFile& file : files) {
    if (images.full()) return;
    if (!file.name.starts_with(inside) || !is_wanted(file.name, options.files)) continue;
    images.add(path.string() + ":" + file.name, file.name.substr(inside.size()), file.content);
  }
}

}  // namespace

void Images::check(Problems& problems) const {
  if (path.empty()) problems.add("path", "needs a folder, e.g. `path: photos`");
}

ReadResult Images::read(const ReadSettings& settings) const {
  Gathering images(*this, settings);
  for (const FilePath& pattern : path)
    for (const Path& found : glob(pattern))
      if (std::filesystem::is_directory(found))
        add_folder(folder.empty() ? found : found / folder, *this, images);
      else if (has_archive_name(found.string()))
        add_archive(found, *this, images);
      else if (has_image_name(found.string()))
        images.add(found.string(), found.filename().string(), read_file(found));
      else
        throw Error("{}: is neither a folder, nor a .tar, nor an image", found.string());
  return images.result();
}

bool Images::recognises(const std::string& path) {
  std::error_code problem;
  return std::filesystem::is_directory(path, problem) || has_archive_name(path) || has_image_name(path);
}

Images Images::from_path(const std::string& path) { return {.path = {path}}; }

}  // namespace plumb

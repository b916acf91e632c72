#include "plumb/data/images.h"

#include <fnmatch.h>

#include <algorithm>
#include <span>

#include "plumb/core/files.h"
#include "plumb/core/parse.h"
#include "plumb/core/progress.h"
#include "plumb/data/encoded_images.h"
#include "plumb/data/file_chunks.h"
#include "plumb/data/image_codec.h"
#include "plumb/data/image_parts.h"
#include "plumb/data/leave_out_broken.h"
#include "plumb/data/tar.h"
#include "plumb/data/webdataset_samples.h"

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

/// An image that is there: where its bytes lie, and its class.
struct Found {
  std::string shown = {};  // its path, or that of its archive and the path in there
  std::optional<std::string> label = {};
  FilePart place = {};
};

/// The images of a task in the order of their paths; none is read.
class Listing {
 public:
  explicit Listing(const Images& options) : options_(options) {
    for (const FilePath& pattern : options.path)
      for (const Path& path : glob(pattern))
        if (std::filesystem::is_directory(path))
          add_folder(options.folder.empty() ? path : path / options.folder);
        else if (has_archive_name(path.string()))
          add_archive(path);
        else if (has_image_name(path.string()))
          add(path.string(), path.filename().string(), whole_file(path));
        else
          throw Error("{}: is neither a folder, nor a .tar, nor an image", path.string());
  }

  bool packed() const { return packed_; }  // some lie in an archive that is in memory

  /// All of them, decoded already where broken ones are to be left out.
  std::vector<Found> images(const ReadSettings& settings, std::vector<Skipped>& skipped) {
    if (settings.on_error == OnError::skip)
      skipped = leave_out_broken(
          images_, "images", [](const Found& image) { return image.shown; },
          [](const Found& image) {
            const std::string content = read_part(image.place);
            decode_image({reinterpret_cast<const uint8_t*>(content.data()), content.size()}, image.shown);
          });
    if (images_.empty())
      throw Error("{}: no image below it ({}){}; check `path` and `folder`", options_.path.front(), known_images(),
                  options_.files == "*" ? "" : fmt::format(" whose name is like {}", options_.files));
    settle_labels();
    if (settings.limit >= 0) images_.resize(std::min(images_.size(), static_cast<size_t>(settings.limit)));
    return std::move(images_);
  }

 private:
  /// `relative`: the path below the folder whose sub-folders are classes.
  void add(std::string shown, const std::string& relative, FilePart place) {
    const size_t slash = relative.find('/');
    images_.push_back({.shown = std::move(shown),
                       .label = slash == std::string::npos ? std::nullopt : std::optional(relative.substr(0, slash)),
                       .place = std::move(place)});
  }

  void add_folder(const Path& root) {
    if (!std::filesystem::is_directory(root)) throw no_such_file(root);
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      const std::string relative = entry.path().lexically_relative(root).generic_string();
      if (entry.is_regular_file() && is_wanted(relative, options_.files)) found.push_back(relative);
    }
    std::sort(found.begin(), found.end());
    for (const std::string& relative : found) add((root / relative).string(), relative, whole_file(root / relative));
  }

  void add_archive(const Path& path) {
    TarIndex index = index_of_tar(path);
    packed_ = packed_ || index.packed;
    const std::string& folder = options_.folder;
    const std::string inside = folder.empty() || folder.ends_with('/') ? folder : folder + "/";
    std::sort(index.files.begin(), index.files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    for (TarIndex::File& file : index.files)
      if (file.name.starts_with(inside) && is_wanted(file.name, options_.files))
        add(path.string() + ":" + file.name, file.name.substr(inside.size()), std::move(file.place));
  }

  void settle_labels() {
    const auto is_flat = [](const Found& image) { return !image.label; };
    const auto flat = std::count_if(images_.begin(), images_.end(), is_flat);
    if (options_.labels && flat > 0 && flat < static_cast<std::ptrdiff_t>(images_.size()))
      throw Error("{}: lies beside the folders of the classes, not in one; move it, or set `labels: false`",
                  std::find_if(images_.begin(), images_.end(), is_flat)->shown);
    if (!options_.labels)
      for (Found& image : images_) image.label.reset();
  }

  const Images& options_;
  bool packed_ = false;
  std::vector<Found> images_;
};

Table load(std::span<const Found> images, Progress* progress = nullptr) {
  EncodedImages encoded;
  std::vector<std::optional<std::string>> labels, names;
  uint64_t size = 0;
  for (const Found& image : images) size += image.place.size;
  encoded.reserve(size);
  for (const Found& image : images) {
    encoded.add(read_part(image.place), image.shown);
    names.push_back(image.shown);
    labels.push_back(image.label);
    if (progress) progress->advance();
  }
  Table table;
  table.set("image", encoded.finish());
  if (!labels.empty() && labels.front()) table.set("label", *Column::texts(labels).as(ColumnType::category));
  table.set("file", Column::texts(names));
  return table;
}

}  // namespace

void Images::check(Problems& problems) const {
  if (path.empty()) problems.add("path", "needs a folder, e.g. `path: photos`");
}

ReadResult Images::read(const ReadSettings& settings) const {
  ReadResult result;
  const std::vector<Found> images = Listing(*this).images(settings, result.skipped);
  Progress progress("reading " + path.front(), static_cast<int64_t>(images.size()), "images");
  result.table = load(images, &progress);
  return result;
}

std::shared_ptr<const Chunks> Images::chunks(const ReadSettings& settings) const {
  Listing listing(*this);
  if (listing.packed()) return nullptr;
  FileRows rows{.name = path.front()};
  const auto images = std::make_shared<const std::vector<Found>>(listing.images(settings, rows.skipped));
  for (const Found& image : *images) rows.bytes.push_back(image.place.size);
  rows.load = [images](int64_t begin, int64_t end) {
    return load(std::span(*images).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin)));
  };
  return file_chunks(std::move(rows));
}

Division<Images> Images::division() const {
  Division<Images> division;
  if (!folder.empty() || path.size() != 1 || is_pattern(path.front())) return division;
  std::vector<std::string> folders;
  for (const ImagePart& one : image_parts(path.front())) {
    Images below = *this;
    below.folder = one.folder;
    division.parts.emplace_back(one.part, std::move(below));
    folders.push_back(fmt::format("{} as {}", one.folder, one.part));
  }
  division.reason = fmt::format("{}: its folders are parts: {}", path.front(), join(folders));
  return division;
}

std::vector<SourcePart> Images::parts_at(const std::string& path) {
  std::vector<SourcePart> parts;
  if (!recognises(path)) return parts;
  for (const ImagePart& one : image_parts(path)) {
    Entry options = Entry::map(), reader = Entry::map();
    options.set("path", Entry::text(path));
    options.set("folder", Entry::text(one.folder));
    reader.set(name, std::move(options));
    parts.push_back({one.part, std::move(reader)});
  }
  return parts;
}

bool Images::recognises(const std::string& path) {
  std::error_code problem;
  return std::filesystem::is_directory(path, problem) || (has_archive_name(path) && !has_webdataset_labels(path)) ||
         has_image_name(path);
}

Images Images::from_path(const std::string& path) { return {.path = {path}}; }

}  // namespace plumb

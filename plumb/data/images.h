#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"

namespace plumb {

/// A folder of images, PNG, JPEG, PGM or PPM, in one sub-folder a class:
///
///     images: photos/train                              # photos/train/ant/1.jpg, photos/train/bee/7.JPG
///     images: {path: cifar10.tar, folder: train}        # the same inside a .tar or .tar.gz
///     images: {path: faces, files: "[1-5].pgm"}         # of every class only the files with such a name
///
/// Columns: `image` (encoded; the step `decode_image` decodes), `label` (the class; not where images lie in the folder
/// itself) and `file` (for predictions; it is no input of a network). Rows are in the order of the paths. An image that
/// cannot be decoded is found when it is decoded, and named; with `on_error: skip` each is tried here and left out.
/// Folders and plain .tar archives come in chunks, too: an archive is gone over once, from header to header.
struct Images {
  std::vector<FilePath> path = {};
  std::string folder = {};
  std::string files = "*";
  bool labels = true;

  static constexpr auto name = "images";
  static constexpr auto summary = "A folder or tar of images; sub-folders are classes.";
  static constexpr auto shorthand = "path";
  static constexpr auto example = "images: {path: photos.tar, folder: train}";

  static void describe(auto& self, auto& field) {
    field("path", self.path, "The folder, or a .tar or .tar.gz archive; several are read as one.", required);
    field("folder", self.folder, "The folder inside of it whose sub-folders are the classes.");
    field("files", self.files, "A pattern that the names of the files match; * is any text, [1-5] one of these.");
    field("labels", self.labels, "Whether the sub-folders are classes, in a column `label`.");
  }
  void check(Problems& problems) const;
  ReadResult read(const ReadSettings& settings) const;
  std::shared_ptr<const Chunks> chunks(const ReadSettings& settings) const;
  Division<Images> division() const;  // photos/train and photos/test are parts, not two classes (image_parts.h)
  static std::vector<SourcePart> parts_at(const std::string& path);
  static bool recognises(const std::string& path);
  static Images from_path(const std::string& path);
};

}  // namespace plumb

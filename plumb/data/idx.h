#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"

namespace plumb {

/// Images and labels in the IDX format of MNIST, also gzipped: a column `image` (pixels) and a column `label`.
///
///     idx: {images: train-images-idx3-ubyte.gz, labels: train-labels-idx1-ubyte.gz}
///
/// Format: 0, 0, type 8 (unsigned byte), number of dimensions, their sizes as big-endian 32-bit numbers, the values.
/// Images have 3 dimensions (grey) or 4 (channels last); labels have 1.
struct Idx {
  FilePath images = {};
  std::optional<FilePath> labels = {};

  static constexpr auto name = "idx";
  static constexpr auto summary = "Images and labels in MNIST's format; also gzipped.";
  static constexpr auto example = "idx: {images: train-images-idx3-ubyte.gz, labels: train-labels-idx1-ubyte.gz}";

  static void describe(auto& self, auto& field) {
    field("images", self.images, "File of the images.", required);
    field("labels", self.labels, "File of the labels; without it there is no column `label`.");
  }
  ReadResult read(const ReadSettings& settings) const;
  /// Of a folder train-images-idx3-ubyte.gz and t10k-images-idx3-ubyte.gz, as MNIST and its kin lie in it; of a file of
  /// images itself with its labels.
  static std::vector<SourcePart> parts_at(const std::string& path);
  static bool recognises(const std::string& path);
  static Idx from_path(const std::string& path);
};

}  // namespace plumb

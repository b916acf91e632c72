#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"

namespace plumb {

/// Several NumPy arrays in one file (numpy.savez, also compressed): each becomes a column, or several (numpy_array.h).
///
///     npz: {path: table.npz}                                   # every array
///     npz: {path: xray.npz, prefix: train_}                    # train_images as `images`, train_labels as `labels`
///     npz: {path: xray.npz, arrays: {scan: train_images, kind: train_labels}}
struct Npz {
  std::vector<FilePath> path = {};
  std::string prefix = {};
  std::map<std::string, std::string> arrays = {};

  static constexpr auto name = "npz";
  static constexpr auto summary = "Several NumPy arrays in one file.";
  static constexpr auto shorthand = "path";
  static constexpr auto example = "npz: {path: xray.npz, prefix: train_}";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "Files, or patterns such as `days/*.npz`; read as one table.", required);
    field("prefix", self.prefix, "What the names of the arrays begin with; the rest is the name of the column.");
    field("arrays", self.arrays, "The array of each column; without it each array is a column.");
  }
  void check(Problems& problems) const;
  ReadResult read(const ReadSettings& settings) const;
  static std::vector<SourcePart> parts_at(const std::string& path);
  static bool recognises(const std::string& path);
  static Npz from_path(const std::string& path) { return {.path = {path}}; }
};

}  // namespace plumb

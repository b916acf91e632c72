#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"

namespace plumb {

/// One NumPy array: a matrix whose columns become `column_1`, `column_2` and so on, or images (numpy_array.h).
///
///     npy: {path: features.npy, columns: [length, width, kind]}
struct Npy {
  std::vector<FilePath> path = {};
  std::vector<std::string> columns = {};

  static constexpr auto name = "npy";
  static constexpr auto summary = "One NumPy array.";
  static constexpr auto shorthand = "path";
  static constexpr auto example = "npy: {path: features.npy, columns: [length, width, kind]}";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "Files, or patterns such as `days/*.npy`; read as one table.", required);
    field("columns", self.columns, "Names of the columns, every one.");
  }
  ReadResult read(const ReadSettings& settings) const;
  static bool recognises(const std::string& path);
  static Npy from_path(const std::string& path) { return {.path = {path}}; }
};

}  // namespace plumb

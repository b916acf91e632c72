#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"

namespace plumb {

/// Tables in Apache Arrow's format (arrow.apache.org/docs/format/Columnar.html): files (Feather 2) and streams. Feather
/// 1 is refused.
///
///     arrow: {path: "days/*.feather"}
///
/// Types come from the file (see arrow_plugin.h) unless they are told. Read by Arrow C++, in a plug-in that is loaded
/// with the first such file.
struct Arrow {
  std::vector<FilePath> path = {};

  static constexpr auto name = "arrow";
  static constexpr auto summary = "Arrow IPC files and streams (Feather 2).";
  static constexpr auto shorthand = "path";
  static constexpr auto example = "arrow: {path: events.feather}";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "Files, or patterns such as `days/*.feather`; read as one table.", required);
  }
  ReadResult read(const ReadSettings& settings) const;
  static bool recognises(const std::string& path);
  static Arrow from_path(const std::string& path) { return {.path = {path}}; }
};

}  // namespace plumb

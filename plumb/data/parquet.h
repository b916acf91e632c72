#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"

namespace plumb {

/// Tables in Apache Parquet's format (parquet.apache.org), any compression that Arrow was built with.
///
///     parquet: {path: "days/*.parquet"}
///
/// Types come from the file (see arrow_plugin.h) unless they are told. Read by Arrow C++, in a plug-in that is loaded
/// with the first such file. A chunk is a row group.
struct Parquet {
  std::vector<FilePath> path = {};

  static constexpr auto name = "parquet";
  static constexpr auto summary = "Parquet files.";
  static constexpr auto shorthand = "path";
  static constexpr auto example = "parquet: {path: events.parquet}";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "Files, or patterns such as `days/*.parquet`; read as one table.", required);
  }
  ReadResult read(const ReadSettings& settings) const;
  std::shared_ptr<const Chunks> chunks(const ReadSettings& settings) const;
  static bool recognises(const std::string& path);
  static Parquet from_path(const std::string& path) { return {.path = {path}}; }
};

}  // namespace plumb

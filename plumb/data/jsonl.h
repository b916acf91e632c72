#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"

namespace plumb {

/// One JSON object a line: {"age": 38, "city": "ulm"}. Columns are the names that occur, in the order in which they are
/// met; a name that a row lacks, and null, are missing cells. Nested values are refused.
///
///     jsonl: {path: events.jsonl}
struct Jsonl {
  std::vector<FilePath> path = {};

  static constexpr auto name = "jsonl";
  static constexpr auto summary = "One JSON object a line; also .gz and .zst.";
  static constexpr bool lines = true;
  static constexpr auto shorthand = "path";
  static constexpr auto example = "jsonl: {path: events.jsonl}";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "Files, or patterns such as `days/*.jsonl`; read as one table.", required);
  }
  ReadResult read(const ReadSettings& settings) const;
  std::shared_ptr<const Chunks> chunks(const ReadSettings& settings) const;
  static bool recognises(const std::string& path);
  static Jsonl from_path(const std::string& path) { return {.path = {path}}; }
};

}  // namespace plumb

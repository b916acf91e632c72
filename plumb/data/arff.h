#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"

namespace plumb {

/// Weka's format (waikato.github.io/weka-wiki/formats_and_processing/arff), as OpenML and others keep tables; also .gz
/// and .zst:
///
///     @relation iris
///     @attribute length numeric
///     @attribute 'kind of iris' {setosa, versicolor}
///     @data
///     5.1, setosa
///     ?, versicolor
///
/// numeric, real and integer are numbers (whole where all are); {a, b} is a category ({true, false}: truth
/// values), and another word is refused;
/// string is a category or text by the rule of CSV files; date is a date as `parse_date_time` reads it. `?` is missing.
/// Relational attributes and sparse rows are refused.
struct Arff {
  std::vector<FilePath> path = {};

  static constexpr auto name = "arff";
  static constexpr auto summary = "Weka's tables; also .gz and .zst.";
  static constexpr auto shorthand = "path";
  static constexpr auto example = "arff: {path: credit.arff}";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "Files, or patterns such as `days/*.arff`; read as one table.", required);
  }
  ReadResult read(const ReadSettings& settings) const;
  static bool recognises(const std::string& path);
  static Arff from_path(const std::string& path) { return {.path = {path}}; }
};

}  // namespace plumb

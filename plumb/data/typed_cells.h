#pragma once

#include <functional>

#include "plumb/core/file_path.h"
#include "plumb/core/files.h"
#include "plumb/data/column_builder.h"
#include "plumb/data/source.h"

/// What readers of typed formats share (Parquet, Arrow, NumPy, ARFF, databases), so that a table means the same
/// whatever file it lies in: words are categories or text by the rule of CSV files, the empty word is missing, and
/// types that are told hold for every cell.
namespace plumb {

/// A column of words, which stay words where they look like numbers. Empty ones and the ones named are missing.
///
///     WordColumn cities({"?"});
///     cities.add("ulm"), cities.add("?"), cities.add_missing();
///     cities.finish();                                          // category: ulm, missing, missing
class WordColumn {
 public:
  explicit WordColumn(const std::vector<std::string>& missing) : missing_(missing) { builder_.restart(); }
  void add(std::string_view word);
  void add_missing() { builder_.add_missing(); }
  bool is_gap(std::string_view word) const;            // stands for a missing cell
  bool is_text() const { return builder_.is_text(); }  // whatever words follow
  Column finish() { return builder_.finish(); }

 private:
  const std::vector<std::string>& missing_;
  ColumnBuilder builder_;
};

/// Brings the columns of one file to what was told: numbers that stand for missing ones, types, images by their paths
/// (relative to the file), the row limit. `where` is the file, for messages.
ReadResult as_told(Table table, const std::string& where, const ReadSettings& settings);

/// Reads the files that patterns name as one table; their columns must agree, in any order.
ReadResult read_files(const std::vector<FilePath>& patterns, const ReadSettings& settings,
                      const std::function<Table(const Path& file, const ReadSettings& settings)>& read);

/// Whether a path ends with one of these, in any letter case.
bool ends_with_one_of(const std::string& path, std::initializer_list<const char*> endings);

}  // namespace plumb

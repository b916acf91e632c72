#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "plumb/data/profile.h"
#include "plumb/data/source.h"

namespace plumb {

/// What a column looks useful for.
///   input · target · id: names its row · constant: says nothing · names: short texts · file: where an image lies
enum class Use { input, target, id, constant, names, file };
constexpr auto names(Use) { return std::array{"input", "target", "id", "constant", "names", "file"}; }

/// What a look at a file or folder tells: enough to write a task file that trains (`plumb init`).
///
///     const Sniffed seen = sniff("adult.data", {.target = "column_15"});
///     seen.sources[0].reader;         // {csv: {path: adult.data, header: false, missing: ["?"]}}
///     seen.notes;                     // "the words \"?\" stand for missing cells in column_2, column_7, column_14"
struct Sniffed {
  struct Finding {
    ColumnProfile profile;
    Use use = Use::input;
    std::string reason = {};  // why it is no input
  };
  std::vector<SourcePart> sources = {};
  std::vector<Finding> columns = {};
  std::string target = {};
  ColumnType target_type = ColumnType::category;              // category or number
  std::vector<std::pair<std::string, int64_t>> classes = {};  // of a category target, with counts, in code order
  int64_t rows = 0;                                           // of the first part
  std::vector<std::string> notes = {};                        // for comments in the task file
};

/// What the user says beside the path, because no file says it.
struct SniffOptions {
  std::string target = {};                // "": a column called target, label, class, … or the last one
  std::vector<std::string> columns = {};  // names, where the file has none
  std::vector<std::string> missing = {};  // words that mean missing; instead of the ones that are found
};

Sniffed sniff(const std::string& path, const SniffOptions& options);

/// The reader options of one text file (beside its path): only those that differ from the defaults, and what was seen.
struct CsvFindings {
  Entry options = Entry::map();
  Table table = {};
  std::vector<std::string> notes = {};
};
CsvFindings sniff_csv(const std::string& path, const SniffOptions& options);

}  // namespace plumb

#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"
#include "plumb/data/text_input.h"

namespace plumb {

/// Whether the first row of a file holds the names of the columns.
enum class Header { automatic, yes, no };
constexpr auto names(Header) { return std::array{"auto", "true", "false"}; }

/// Tables as text: comma, semicolon, tab or anything else between the cells; .gz and .zst too.
///
///     csv: {path: adult.data, columns: [age, workclass, income], missing: ["?"]}
///     csv: {path: "days/*.csv"}
///
/// Cells are trimmed, and the empty cell is missing; blank lines are no rows. A column's type follows from all its
/// cells (see column_builder.h) unless it is given; given as image, its cells are paths. Several files are read as one
/// table; their columns must agree.
struct Csv {
  std::vector<FilePath> path = {};
  std::vector<std::string> columns = {};
  std::vector<std::string> missing = {};
  Header header = Header::automatic;
  std::string separator = "auto";
  std::string quote = "\"";
  std::string comment = {};
  std::string line_end = {};
  int64_t skip_rows = 0;
  Encoding encoding = Encoding::utf_8;

  static constexpr auto name = "csv";
  static constexpr auto summary = "Tables as text, with any separator; also .gz and .zst.";
  static constexpr bool lines = true;
  static constexpr auto shorthand = "path";
  static constexpr auto example = "csv: {path: adult.data, missing: [\"?\"]}";

  static void describe(auto& self, auto& field) {
    field("path", self.path, "Files, or patterns such as `days/*.csv`; read as one table.", required);
    field("columns", self.columns, "Names of the columns, where the file has none; every column is named.");
    field("missing", self.missing, "Words that mean a missing cell, beside the empty one.");
    field("header", self.header, "Whether the first row holds the names; `auto` looks.");
    field("separator", self.separator,
          "What stands between cells: a character, `tab`, `whitespace` (any run of blanks) or `auto`, which looks.");
    field("quote", self.quote, "The character around cells that hold separators; \"\" where there is none.");
    field("comment", self.comment, "Lines that begin with this are no rows.");
    field("line_end", self.line_end, "Text at the end of lines that is no part of the last cell, e.g. \".\".");
    field("skip_rows", self.skip_rows, "Lines to leave out at the top of each file.", at_least(0));
    field("encoding", self.encoding, "How letters are stored; a byte-order mark counts more.");
  }
  void check(Problems& problems) const;

  ReadResult read(const ReadSettings& settings) const;
  std::shared_ptr<const Chunks> chunks(const ReadSettings& settings) const;
  static bool recognises(const std::string& path);
  static Csv from_path(const std::string& path);

  /// The separator, quote and comment as the scanner wants them; `auto` is settled with the text.
  struct CsvDialect dialect(std::string_view text) const;
};

}  // namespace plumb

#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "plumb/data/column_builder.h"
#include "plumb/data/csv.h"
#include "plumb/data/csv_scanner.h"
#include "plumb/data/text_blocks.h"

namespace plumb {

/// The files of a `csv` reader with all that is settled before rows are read: separator, header, names. Reads blocks of
/// their rows, each by itself, so that several threads can.
class CsvRows {
 public:
  CsvRows(const Csv& options, const ReadSettings& settings);

  const std::vector<std::string>& names() const { return names_; }
  /// The type that was told, nothing where it is inferred. Of a column of images: of their paths.
  std::optional<ColumnType> told(size_t column) const;
  const std::string& first_file() const { return files_.front()->name(); }
  int64_t bytes() const;
  bool on_disk() const;  // all files; none is held in memory

  struct Block {
    size_t file = 0;
    TextBlocks::Block place = {};
    bool first = false;  // of its file: lines to leave out and the header lie in it
  };
  /// The block that comes next, with its text in `buffer`; false at the end. Not for two threads at once.
  bool next(Block& block, std::string& buffer);

  /// What a block holds. Columns that are not wanted stay empty.
  struct Parsed {
    std::vector<ColumnBuilder> columns = {};
    int64_t rows = 0;
    std::vector<Skipped> skipped = {};
    std::vector<int64_t> left_out = {};  // lines where skipped rows begin
    uint64_t hash = 0;                   // of the text
  };
  struct How {
    std::vector<size_t> again = {};                  // only these columns, as words; empty: all, as told
    const std::vector<int64_t>* left_out = nullptr;  // of an earlier time: leaves out the same
    int64_t most = -1;                               // rows
    bool taken = false;                              // the buffer holds the block's text
    bool hash = false;
  };
  Parsed parse(const Block& block, std::string& buffer, const How& how) const;

 private:
  CsvScanner scanner_of(const Block& block, std::string_view text) const;
  CsvScanner::State next_row(CsvScanner& scanner, std::vector<std::string_view>& cells) const;
  void find_names(size_t file);
  bool add_row(const std::vector<std::string_view>& cells, const std::vector<size_t>& wanted, Parsed& parsed,
               std::string& reason) const;
  bool is_missing(std::string_view cell) const;

  Csv options_;
  ReadSettings settings_;
  CsvDialect dialect_;
  std::vector<std::unique_ptr<TextBlocks>> files_;
  std::vector<int64_t> header_lines_;  // of each file: the rows begin after it; 0: no header
  std::vector<std::string> names_;
  std::string width_from_;  // what the number of cells must agree with, for messages
  std::set<std::string, std::less<>> missing_;
  uint64_t missing_sizes_ = 0;  // a bit for each size of those words; the highest for all longer ones
  size_t file_ = 0;             // where `next` stands
  bool begun_ = false;
};

}  // namespace plumb

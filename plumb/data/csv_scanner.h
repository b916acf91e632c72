#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace plumb {

/// What stands between the cells of a file.
struct CsvDialect {
  char separator = ',';  // ' ': any run of blanks
  char quote = '"';      // 0: none
  std::string comment = {};
};

/// Goes over the rows of a text once, without copying. Cells are trimmed; quoted cells may hold separators, line feeds
/// and doubled quotes. Blank lines and comment lines are no rows.
///
///     CsvScanner scanner(text, dialect);                  // text ends with '\n' and outlives the cells
///     while (scanner.next(cells)) use(cells, scanner.line());
class CsvScanner {
 public:
  /// `first_line`: the number of the first line of `text`, which may be a piece of a file.
  CsvScanner(std::string_view text, const CsvDialect& dialect, int64_t skip_lines = 0, int64_t first_line = 1);

  enum class State { row, end, unclosed_quote, text_after_quote };
  /// The next row. After a broken one the scanner stands at the line after the one where it began.
  State next(std::vector<std::string_view>& cells);

  int64_t line() const { return row_line_; }                               // of the row that came last
  size_t place() const { return static_cast<size_t>(at_ - begin_); }       // bytes that were gone over
  size_t row() const { return static_cast<size_t>(row_begin_ - begin_); }  // where the row that came last begins
  /// Goes on at the row that begins at `place`; lines are counted on as if nothing lay between.
  void seek(size_t place) { at_ = begin_ + place; }

 private:
  void skip_line();
  void skip_blank_and_comment_lines();
  State quoted_cell(std::string_view& cell);
  std::string_view plain_cell();
  const char* cell_end(const char* from);
  State broken(State state);

  CsvDialect dialect_;
  const char *begin_, *at_, *end_, *row_begin_ = nullptr;
  int64_t line_ = 1, row_line_ = 0;
  std::array<bool, 256> ends_cell_{};
  const char* window_ = nullptr;       // 64 bytes of the text, and
  uint64_t ends_ = 0;                  // a bit for each of them that ends a cell
  std::deque<std::string> unescaped_;  // cells of this row that had doubled quotes
};

/// Where the last whole row of a piece of text ends that begins with a row and ends with a line feed somewhere in a
/// file (not at its end). 0: no row is whole, since a quote is open.
size_t end_of_rows(std::string_view text, const CsvDialect& dialect);

}  // namespace plumb

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
  CsvScanner(std::string_view text, const CsvDialect& dialect, int64_t skip_lines = 0);

  enum class State { row, end, unclosed_quote, text_after_quote };
  /// The next row. After a broken one the scanner stands at the line after the one where it began.
  State next(std::vector<std::string_view>& cells);

  int64_t line() const { return row_line_; }                          // of the row that came last, from 1
  size_t place() const { return static_cast<size_t>(at_ - begin_); }  // bytes that were gone over

 private:
  void skip_line();
  void skip_blank_and_comment_lines();
  State quoted_cell(std::string_view& cell);
  std::string_view plain_cell();
  State broken(State state);

  CsvDialect dialect_;
  const char *begin_, *at_, *end_, *row_begin_ = nullptr;
  int64_t line_ = 1, row_line_ = 0;
  std::array<bool, 256> ends_cell_{};
  std::deque<std::string> unescaped_;  // cells of this row that had doubled quotes
};

}  // namespace plumb

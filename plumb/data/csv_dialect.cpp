#include "plumb/data/csv_dialect.h"

#include <algorithm>
#include <map>
#include <set>

#include "plumb/core/parse.h"

namespace plumb {

using Rows = std::vector<std::vector<std::string>>;

Rows first_rows(std::string_view text, const CsvDialect& dialect, int64_t skip_lines) {
  constexpr size_t most_bytes = 1u << 18, most_rows = 1000;
  if (text.size() > most_bytes) text = text.substr(0, text.rfind('\n', most_bytes) + 1);
  if (text.empty()) return {};
  Rows rows;
  std::vector<std::string_view> cells;
  CsvScanner scanner(text, dialect, skip_lines);
  while (rows.size() < most_rows) {
    const CsvScanner::State state = scanner.next(cells);
    if (state == CsvScanner::State::end) break;
    if (state == CsvScanner::State::row) rows.emplace_back(cells.begin(), cells.end());
  }
  return rows;
}

namespace {

/// The commonest number of cells, and the share of the rows that have it.
std::pair<size_t, double> commonest_width(const Rows& rows) {
  std::map<size_t, size_t> count;
  for (const auto& row : rows) ++count[row.size()];
  size_t width = 0, most = 0;
  for (const auto& [cells, times] : count)
    if (times > most) std::tie(width, most) = std::pair(cells, times);
  return {width, rows.empty() ? 0 : static_cast<double>(most) / static_cast<double>(rows.size())};
}

bool all_numbers(const Rows& rows, size_t from) {
  for (size_t r = from; r < rows.size(); ++r)
    for (const std::string& cell : rows[r])
      if (!parse_number(cell)) return false;
  return rows.size() > from;
}

bool numbers_below(const Rows& rows, size_t column) {
  bool any = false;
  for (size_t r = 1; r < rows.size(); ++r) {
    if (column >= rows[r].size() || rows[r][column].empty()) continue;
    if (!parse_number(rows[r][column])) return false;
    any = true;
  }
  return any;
}

bool comes_again(const Rows& rows, size_t column) {
  for (size_t r = 1; r < rows.size(); ++r)
    if (column < rows[r].size() && rows[r][column] == rows[0][column]) return true;
  return false;
}

}  // namespace

char guess_separator(std::string_view text, const CsvDialect& dialect, int64_t skip_lines) {
  char best = ',';
  double best_share = 0;
  for (const char separator : {'\t', ';', '|', ','}) {
    CsvDialect trial = dialect;
    trial.separator = separator;
    const auto [width, share] = commonest_width(first_rows(text, trial, skip_lines));
    if (width < 2) continue;
    if (share > 0.95) return separator;
    if (share > best_share) std::tie(best, best_share) = std::pair(separator, share);
  }
  if (best_share > 0) return best;
  CsvDialect blanks = dialect;
  blanks.separator = ' ';
  const Rows rows = first_rows(text, blanks, skip_lines);
  const auto [width, share] = commonest_width(rows);
  return width > 1 && share == 1 && all_numbers(rows, 1) ? ' ' : ',';
}

bool guess_header(const Rows& rows, bool certain) {
  if (rows.empty()) return false;
  const auto& names = rows.front();
  bool again = std::set<std::string>(names.begin(), names.end()).size() != names.size();
  for (size_t c = 0; c < names.size(); ++c) {
    if (parse_number(names[c])) return false;
    if (names[c].empty() && c > 0) return false;  // the first one may be empty: a column of row names
    if (numbers_below(rows, c)) return true;
    again = again || comes_again(rows, c);
  }
  return !certain && !again && rows.size() > 1;
}

}  // namespace plumb

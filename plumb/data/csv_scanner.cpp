#include "plumb/data/csv_scanner.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include "plumb/core/parse.h"
#include "plumb/data/byte_scan.h"

namespace plumb {

CsvScanner::CsvScanner(std::string_view text, const CsvDialect& dialect, int64_t skip_lines, int64_t first_line)
    : dialect_(dialect), begin_(text.data()), at_(begin_), end_(begin_ + text.size()), line_(first_line) {
  ends_cell_['\n'] = true;
  ends_cell_[static_cast<unsigned char>(dialect.separator)] = true;
  if (dialect.separator == ' ') ends_cell_['\t'] = true;
  for (; skip_lines > 0 && at_ < end_; --skip_lines) skip_line();
}

void CsvScanner::skip_line() {
  at_ = static_cast<const char*>(std::memchr(at_, '\n', static_cast<size_t>(end_ - at_))) + 1;
  ++line_;
}

void CsvScanner::skip_blank_and_comment_lines() {
  while (at_ < end_) {
    const char* p = at_;
    while (*p == ' ' || *p == '\t' || *p == '\r') {
      if (*p == dialect_.separator && dialect_.separator != ' ') return;
      ++p;
    }
    const std::string_view rest(at_, static_cast<size_t>(end_ - at_));
    const bool comment = !dialect_.comment.empty() && rest.starts_with(dialect_.comment);
    if (*p != '\n' && !comment) return;
    skip_line();
  }
}

CsvScanner::State CsvScanner::broken(State state) {
  at_ = row_begin_;
  line_ = row_line_;
  skip_line();
  return state;
}

/// The next separator or line feed. Cells are short, so a look at 64 bytes serves several of them.
const char* CsvScanner::cell_end(const char* from) {
  while (true) {
    if (from >= window_ && from < window_ + 64 && window_) {
      const uint64_t ends = ends_ >> (from - window_);
      if (ends != 0) return from + std::countr_zero(ends);
      from = window_ + 64;
    }
    if (end_ - from < 64) break;
    window_ = from;
    ends_ = bits_of(from, dialect_.separator) | bits_of(from, '\n');
    if (dialect_.separator == ' ') ends_ |= bits_of(from, '\t');
  }
  while (!ends_cell_[static_cast<unsigned char>(*from)]) ++from;
  return from;
}

std::string_view CsvScanner::plain_cell() {
  const char* from = at_;
  at_ = cell_end(from);
  const std::string_view cell(from, static_cast<size_t>(at_ - from));
  const bool bare =
      !cell.empty() && static_cast<unsigned char>(cell.front()) > ' ' && static_cast<unsigned char>(cell.back()) > ' ';
  return bare ? cell : trimmed(cell);
}

/// Stands on the opening quote; afterwards on what ends the cell.
CsvScanner::State CsvScanner::quoted_cell(std::string_view& cell) {
  const char* from = ++at_;
  std::string* copy = nullptr;
  while (true) {
    const auto* quote = static_cast<const char*>(std::memchr(at_, dialect_.quote, static_cast<size_t>(end_ - at_)));
    if (!quote) return State::unclosed_quote;
    line_ += std::count(at_, quote, '\n');
    at_ = quote + 1;
    if (copy) copy->append(from, quote);
    if (at_ == end_ || *at_ != dialect_.quote) {
      cell = copy ? std::string_view(*copy) : std::string_view(from, static_cast<size_t>(quote - from));
      break;
    }
    if (!copy) copy = &unescaped_.emplace_back(from, quote);  // a doubled quote: one stays
    *copy += dialect_.quote;
    from = ++at_;
  }
  cell = trimmed(cell);
  while (!ends_cell_[static_cast<unsigned char>(*at_)]) {
    if (*at_ != ' ' && *at_ != '\t' && *at_ != '\r') return State::text_after_quote;
    ++at_;
  }
  return State::row;
}

CsvScanner::State CsvScanner::next(std::vector<std::string_view>& cells) {
  cells.clear();
  unescaped_.clear();
  skip_blank_and_comment_lines();
  if (at_ >= end_) return State::end;
  row_begin_ = at_;
  row_line_ = line_;
  const bool runs = dialect_.separator == ' ';
  while (true) {
    const char* first = at_;
    while ((*first == ' ' || *first == '\t') && (runs || *first != dialect_.separator)) ++first;
    if (runs) {
      at_ = first;
      if (*at_ == '\r' || *at_ == '\n') {  // blanks at the end of a line
        at_ += *at_ == '\r';
        break;
      }
    }
    if (dialect_.quote != 0 && *first == dialect_.quote) {
      at_ = first;
      std::string_view cell;
      if (const State state = quoted_cell(cell); state != State::row) return broken(state);
      cells.push_back(cell);
    } else {
      cells.push_back(plain_cell());
    }
    if (*at_ == '\n') break;
    ++at_;
  }
  ++at_;
  ++line_;
  return State::row;
}

size_t end_of_rows(std::string_view text, const CsvDialect& dialect) {
  std::optional<CsvScanner> scanner;
  std::vector<std::string_view> cells;
  size_t at = 0;  // begins a row
  while (at < text.size()) {
    const size_t quote = dialect.quote == 0 ? std::string_view::npos : text.find(dialect.quote, at);
    if (quote == std::string_view::npos) return text.size();
    // Rows without a quote are lines. The one that holds it may go over several.
    const size_t before = quote == 0 ? std::string_view::npos : text.rfind('\n', quote - 1);
    at = before == std::string_view::npos ? at : std::max(at, before + 1);
    if (!scanner) scanner.emplace(text, dialect);
    scanner->seek(at);
    const CsvScanner::State state = scanner->next(cells);
    if (state == CsvScanner::State::unclosed_quote) return scanner->row();
    at = scanner->place();
  }
  return text.size();
}

}  // namespace plumb

#include "plumb/core/text_table.h"

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace plumb {
namespace {

/// Characters, not bytes: UTF-8 continuation bytes do not count.
size_t width_of(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string cut(const std::string& text, size_t width) {
  if (width_of(text) <= width) return text;
  std::string head;
  size_t used = 0;
  for (const char c : text) {
    if ((c & 0xC0) != 0x80 && ++used >= width) break;
    head += c;
  }
  return head + "…";
}

bool is_number(const std::string& cell) {
  return !cell.empty() && cell.find_first_of("0123456789") != std::string::npos &&
         cell.find_first_not_of("0123456789.,+-e%± ") == std::string::npos;
}

}  // namespace

void TextTable::row(std::vector<std::string> cells) {
  cells.resize(header_.size());
  rows_.push_back(std::move(cells));
}

void TextTable::line() { rows_.emplace_back(); }

int TextTable::terminal_width() {
  winsize size{};
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
  return 100;
}

std::string TextTable::text(int width) const {
  const size_t columns = header_.size();
  std::vector<size_t> widths(columns);
  std::vector<bool> right(columns, true);
  for (size_t c = 0; c < columns; ++c) {
    widths[c] = width_of(header_[c]);
    bool any = false;
    for (const auto& row : rows_) {
      if (row.empty()) continue;
      widths[c] = std::max(widths[c], width_of(row[c]));
      if (!row[c].empty()) any = true;
      if (!row[c].empty() && !is_number(row[c])) right[c] = false;
    }
    right[c] = right[c] && any;
  }
  const auto total = [&] { return std::accumulate(widths.begin(), widths.end(), 2 * (columns - 1)); };
  while (total() > static_cast<size_t>(width)) {  // the widest column gives way
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= 6) break;
    --*widest;
  }
  std::string out;
  const auto write = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (size_t c = 0; c < columns; ++c) {
      const std::string cell = cut(cells[c], widths[c]);
      const std::string pad(widths[c] - width_of(cell), ' ');
      line += (c ? "  " : "") + (right[c] ? pad + cell : cell + pad);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  };
  const auto rule = [&] {
    for (size_t i = 0; i < total(); ++i) out += "─";
    out += "\n";
  };
  write(header_);
  rule();
  for (const auto& row : rows_) {
    if (row.empty())
      rule();
    else
      write(row);
  }
  return out;
}

std::string with_commas(long long value) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  for (auto at = static_cast<long long>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), ",");
  return (value < 0 ? "-" : "") + digits;
}

std::string bytes_text(double bytes) {
  const char* units[] = {"B", "kB", "MB", "GB", "TB"};
  size_t unit = 0;
  for (; bytes >= 1000 && unit < 4; ++unit) bytes /= 1000;
  return unit == 0 ? fmt::format("{:.0f} B", bytes) : fmt::format("{:.1f} {}", bytes, units[unit]);
}

std::string short_number(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  const double size = std::abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return fmt::format("{:.3g}", value);
  if (size >= 1000) return with_commas(std::llround(value));
  return fmt::format("{:.{}f}", value, size >= 100 ? 2 : size >= 10 ? 3 : 4);
}

}  // namespace plumb

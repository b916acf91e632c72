#include <fmt/core.h>

#include <algorithm>

#include "plumb/core/text_table.h"
#include "plumb/evaluate/chart_frame.h"

namespace plumb {

std::string Chart::text() const {
  constexpr int columns = 64, rows = 16;
  constexpr std::array marks{"●", "▲", "■", "◆", "○", "△"};
  const ChartFrame frame = frame_of(*this);
  std::vector<std::string> cells(static_cast<size_t>(columns * rows), " ");
  const auto put = [&](double across, double up, const char* mark) {
    if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) return;
    const int column = std::min(columns - 1, static_cast<int>(across * columns));
    const int row = std::min(rows - 1, static_cast<int>((1 - up) * rows));
    cells[static_cast<size_t>(row * columns + column)] = mark;
  };
  std::string names;
  size_t number = 0;
  for (const Series& one : series) {
    const char* mark = one.guide ? "·" : marks[number++ % marks.size()];
    if (!one.name.empty()) names += fmt::format("{}{} {}", names.empty() ? "" : "   ", mark, one.name);
    for (size_t i = 0; i < one.x.size(); ++i) {
      const double across = frame.across(one.x[i]), up = frame.up(one.y[i]);
      put(across, up, mark);
      if (one.dots || i == 0) continue;
      const double from = frame.across(one.x[i - 1]), low = frame.up(one.y[i - 1]);
      for (int part = 1; part < columns; ++part) {  // the line between
        const double share = part / static_cast<double>(columns);
        put(from + share * (across - from), low + share * (up - low), mark);
      }
    }
  }
  std::string out = fmt::format("{}{}{}\n", title, names.empty() ? "" : "   ", names);
  for (int row = 0; row < rows; ++row) {
    const bool labelled = row == 0 || row == rows - 1;
    out += fmt::format("{:>9} │", labelled ? short_number(row == 0 ? frame.ys[1] : frame.ys[0]) : "");
    for (int column = 0; column < columns; ++column) out += cells[static_cast<size_t>(row * columns + column)];
    out += "\n";
  }
  out += "          └";
  for (int column = 0; column < columns; ++column) out += "─";
  const std::string low = short_number(frame.xs[0]), high = short_number(frame.xs[1]);
  const int room = std::max(1, columns - static_cast<int>(low.size() + high.size()));
  return out + fmt::format("\n           {}{:^{}}{}\n", low, x, room, high);
}

}  // namespace plumb

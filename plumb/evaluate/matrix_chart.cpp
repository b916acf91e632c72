#include "plumb/evaluate/matrix_chart.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "plumb/core/text_table.h"
#include "plumb/evaluate/svg.h"

namespace plumb {
namespace {

using svg::fitted;
using svg::width_of;
using svg::words;

constexpr size_t most_with_counts = 40;  // of labels: beyond, cells are as small as letters can be
constexpr double least_with_counts = 22, without_counts = 9, most_of_label = 116;

double cell_of(size_t labels) {
  return labels > most_with_counts ? without_counts
                                   : std::clamp(400.0 / static_cast<double>(labels), least_with_counts, 96.0);
}

struct Written {
  std::string words;
  double size;
};

/// 1234 as "1,234", in small letters where they must be, or as "1.2k" where there is no room for those.
Written written(double count, double cell) {
  constexpr double smallest = 8, largest = 13;
  const double size = std::clamp(cell / 3.2, smallest, largest), room = cell - 4;
  const std::string whole = with_commas(std::llround(count));
  const double fits = size * room / width_of(whole, size);
  if (fits >= smallest) return {whole, std::min(size, fits)};
  for (const auto& [unit, letter] : {std::pair{1e9, 'G'}, std::pair{1e6, 'M'}, std::pair{1e3, 'k'}})
    if (count >= unit) return {fmt::format("{:.{}f}{}", count / unit, count < 10 * unit ? 1 : 0, letter), size};
  return {whole, size};
}

}  // namespace

std::string MatrixChart::svg() const {
  const size_t n = labels.size();
  const double cell = cell_of(n), letters = std::min(13.0, cell);
  std::vector<std::string> shown;
  double widest = 0;
  for (const std::string& label : labels) {
    shown.push_back(fitted(label, most_of_label, letters));
    widest = std::max(widest, width_of(shown.back(), letters));
  }
  const bool upright = widest > cell - 6, sparse = n > most_with_counts;
  const double left = std::max(widest, width_of(y + " ↓", 12)) + 30, top = 72 + (upright ? widest : letters) + 8,
               side = cell * static_cast<double>(n);
  const double wide = std::max({320.0, left + side + 24, 32 + std::min(560.0, width_of(title, 17))});
  std::string out = svg::head(wide, top + side + 24, title);
  out += words("soft", left, 56, "start", x + " →", 12) + words("soft", left - 8, top - 8, "end", y + " ↓", 12);
  if (sparse)
    out += fmt::format(
        "<rect class=\"grid\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"none\"/>\n", left,
        top, side, side);
  for (size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (size_t j = 0; j < n; ++j) sum += counts[i * n + j];
    const double down = top + static_cast<double>(i) * cell, middle = left + (static_cast<double>(i) + 0.5) * cell;
    out += words("ink", left - 8, down + cell / 2 + letters * 0.35, "end", shown[i], letters);
    if (upright)
      out += words("ink", middle, top - 8, "start", shown[i], letters,
                   fmt::format(" transform=\"rotate(-90 {0:.1f} {1:.1f}) translate(0 {2:.1f})\"", middle, top - 8,
                               letters * 0.35));
    else
      out += words("ink", middle, top - 8, "middle", shown[i], letters);
    for (size_t j = 0; j < n; ++j) {
      const double count = counts[i * n + j], share = sum > 0 ? count / sum : 0;
      if (sparse && count == 0) continue;
      const double across = left + static_cast<double>(j) * cell, gap = sparse ? 0.5 : 1;
      out += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"{:.0f}\" fill=\"{}\" "
          "fill-opacity=\"{:.3f}\"/>\n",
          across + gap, down + gap, cell - 2 * gap, cell - 2 * gap, sparse ? 0.0 : 3.0, svg::colour(i == j ? 0 : 1),
          0.06 + 0.64 * share);
      if (count == 0 || sparse) continue;
      const auto [count_words, size] = written(count, cell);
      out += words("ink", across + cell / 2, down + cell / 2 + size * 0.35, "middle", count_words, size);
    }
  }
  return out + "</svg>\n";
}

}  // namespace plumb

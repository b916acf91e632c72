#include "plumb/evaluate/chart.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "plumb/core/text_table.h"

namespace plumb {
namespace {

constexpr double width = 640, height = 420, left = 76, right = 20, top = 46, bottom = 62;
constexpr std::array colours{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 32) continue;  // not allowed in XML
    safe += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : std::string(1, c);
  }
  return safe;
}

/// Cuts between characters, never inside one.
std::string shortened(const std::string& text, size_t most) {
  size_t letters = 0, at = 0;
  for (; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && ++letters > most) return text.substr(0, at) + "…";
  return text;
}

std::string head(double w, double h, const std::string& title) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "role=\"img\" font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\" font-size=\"13\">\n"
      "<title>{2}</title>\n"
      "<style>.back {{ fill: #ffffff }} .ink {{ fill: #1f2328 }} .soft {{ fill: #57606a }} .grid {{ stroke: #d8dee4 }} "
      ".axis {{ stroke: #57606a }} .guide {{ stroke: #8c959f }}\n"
      "@media (prefers-color-scheme: dark) {{ .back {{ fill: #16191d }} .ink {{ fill: #e6edf3 }} .soft {{ fill: "
      "#9da7b1 "
      "}} .grid {{ stroke: #30363d }} .axis {{ stroke: #9da7b1 }} .guide {{ stroke: #7d8590 }} }}</style>\n"
      "<rect class=\"back\" width=\"{0:.0f}\" height=\"{1:.0f}\"/>\n"
      "<text class=\"ink\" x=\"16\" y=\"28\" font-size=\"16\" font-weight=\"600\">{2}</text>\n",
      w, h, escaped(title));
}

std::string words(const char* style, double x, double y, const char* anchor, const std::string& text,
                  const std::string& more = "") {
  return fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", style, x, y,
                     anchor, more, escaped(text));
}

/// Which part of the plane a chart shows, and where it lies in the picture.
struct Frame {
  std::array<double, 2> xs, ys;
  double x(double value) const { return left + (value - xs[0]) / (xs[1] - xs[0]) * (width - left - right); }
  double y(double value) const { return height - bottom - (value - ys[0]) / (ys[1] - ys[0]) * (height - top - bottom); }
};

std::array<double, 2> range_of(const std::optional<std::array<double, 2>>& asked, const Chart& chart,
                               std::vector<double> Chart::Series::*values) {
  if (asked) return *asked;
  double low = 1e300, high = -1e300;
  for (const Chart::Series& series : chart.series)
    for (const double value : series.*values)
      if (std::isfinite(value)) {
        low = std::min(low, value);
        high = std::max(high, value);
      }
  if (low > high) return {0, 1};
  const double room = high > low ? (high - low) * 0.04 : std::max(std::abs(high), 1.0) * 0.5;
  return {low - room, high + room};
}

Frame frame_of(const Chart& chart) {
  return {range_of(chart.x_range, chart, &Chart::Series::x), range_of(chart.y_range, chart, &Chart::Series::y)};
}

std::string axes(const Chart& chart, const Frame& frame) {
  std::string out;
  const double floor = height - bottom;
  for (const double tick : ticks(frame.ys[0], frame.ys[1])) {
    const double y = frame.y(tick);
    out += fmt::format("<line class=\"grid\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", left,
                       width - right, y, y);
    out += words("soft", left - 8, y + 4, "end", short_number(tick));
  }
  for (const double tick : ticks(frame.xs[0], frame.xs[1])) {
    const double x = frame.x(tick);
    out += fmt::format("<line class=\"axis\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", x, x, floor,
                       floor + 5);
    out += words("soft", x, floor + 20, "middle", short_number(tick));
  }
  out += fmt::format("<line class=\"axis\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", left,
                     width - right, floor, floor);
  out += words("ink", (left + width - right) / 2, height - 14, "middle", chart.x);
  const double middle = (top + floor) / 2;
  return out + words("ink", 18, middle, "middle", chart.y, fmt::format(" transform=\"rotate(-90 18 {:.1f})\"", middle));
}

std::string drawn(const Chart::Series& series, const Frame& frame, const char* colour) {
  std::string out;
  if (series.dots) {
    for (size_t i = 0; i < series.x.size(); ++i)
      if (std::isfinite(series.y[i]))
        out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.4\" fill=\"{}\" fill-opacity=\"0.45\"/>\n",
                           frame.x(series.x[i]), frame.y(series.y[i]), colour);
    return out;
  }
  std::string points;
  for (size_t i = 0; i < series.x.size(); ++i)
    if (std::isfinite(series.y[i])) points += fmt::format("{:.1f},{:.1f} ", frame.x(series.x[i]), frame.y(series.y[i]));
  if (series.guide)
    return fmt::format("<polyline class=\"guide\" fill=\"none\" stroke-dasharray=\"5 4\" points=\"{}\"/>\n", points);
  return fmt::format(
      "<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-linejoin=\"round\" points=\"{}\"/>\n", colour,
      points);
}

std::string legend(const std::vector<Chart::Series>& series) {
  std::string out;
  double x = left;
  size_t colour = 0;
  for (const Chart::Series& one : series) {
    if (one.name.empty()) continue;
    const std::string name = shortened(one.name, 24);
    if (one.guide)
      out += fmt::format(
          "<line class=\"guide\" stroke-dasharray=\"5 4\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"38\" y2=\"38\"/>\n", x,
          x + 18);
    else
      out += fmt::format("<rect x=\"{:.1f}\" y=\"34\" width=\"18\" height=\"7\" rx=\"2\" fill=\"{}\"/>\n", x,
                         colours[colour++ % colours.size()]);
    out += words("soft", x + 23, 42, "start", name, " font-size=\"12\"");
    x += 42 + 6.6 * static_cast<double>(name.size());
  }
  return out;
}

}  // namespace

std::vector<double> ticks(double low, double high) {
  const double rough = (high - low) / 5, power = std::pow(10, std::floor(std::log10(rough)));
  double step = power * 10;
  for (const double factor : {1.0, 2.0, 5.0})
    if (rough <= factor * power * 1.0001) {
      step = factor * power;
      break;
    }
  std::vector<double> all;
  for (double i = std::ceil(low / step - 1e-9); i * step <= high + step * 1e-9; ++i)
    all.push_back(i == 0 ? 0 : i * step);  // never -0
  return all;
}

std::string Chart::svg() const {
  const Frame frame = frame_of(*this);
  std::string out = head(width, height, title) + legend(series) + axes(*this, frame);
  size_t colour = 0;
  for (const Series& one : series) out += drawn(one, frame, one.guide ? "" : colours[colour++ % colours.size()]);
  return out + "</svg>\n";
}

std::string Chart::text() const {
  constexpr int columns = 64, rows = 16;
  constexpr std::array marks{"●", "▲", "■", "◆", "○", "△"};
  const Frame frame = frame_of(*this);
  std::vector<std::string> cells(static_cast<size_t>(columns * rows), " ");
  const auto put = [&](double x, double y, const char* mark) {
    const double across = (x - frame.xs[0]) / (frame.xs[1] - frame.xs[0]);
    const double up = (y - frame.ys[0]) / (frame.ys[1] - frame.ys[0]);
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
      put(one.x[i], one.y[i], mark);
      if (one.dots || i == 0) continue;
      for (int part = 1; part < columns; ++part) {  // the line between
        const double share = part / static_cast<double>(columns);
        put(one.x[i - 1] + share * (one.x[i] - one.x[i - 1]), one.y[i - 1] + share * (one.y[i] - one.y[i - 1]), mark);
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

std::string MatrixChart::svg() const {
  const size_t n = labels.size();
  const double cell = std::clamp(400.0 / static_cast<double>(n), 22.0, 96.0), from_left = 130, from_top = 84;
  const double side = cell * static_cast<double>(n), w = std::max(320.0, from_left + side + 24),
               h = from_top + side + 24;
  const double letters = std::min(13.0, cell / 3.2);
  std::string out = head(w, h, title);
  out += words("soft", from_left, 54, "start", x + " →", " font-size=\"12\"");
  out += words("soft", 16, from_top - 8, "start", y + " ↓", " font-size=\"12\"");
  for (size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (size_t j = 0; j < n; ++j) sum += counts[i * n + j];
    const double middle = from_top + (static_cast<double>(i) + 0.5) * cell;
    out += words("ink", from_left - 8, middle + 4, "end", shortened(labels[i], 14));
    out += words("ink", from_left + (static_cast<double>(i) + 0.5) * cell, from_top - 8, "middle",
                 shortened(labels[i], std::max<size_t>(2, static_cast<size_t>(cell / 8))));
    for (size_t j = 0; j < n; ++j) {
      const double share = sum > 0 ? counts[i * n + j] / sum : 0, at = from_left + static_cast<double>(j) * cell;
      out += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"3\" fill=\"{}\" "
          "fill-opacity=\"{:.3f}\"/>\n",
          at + 1, from_top + static_cast<double>(i) * cell + 1, cell - 2, cell - 2, i == j ? colours[0] : colours[1],
          0.06 + 0.84 * share);
      if (counts[i * n + j] > 0)
        out += words("ink", at + cell / 2, middle + letters * 0.35, "middle",
                     with_commas(std::llround(counts[i * n + j])), fmt::format(" font-size=\"{:.1f}\"", letters));
    }
  }
  return out + "</svg>\n";
}

}  // namespace plumb

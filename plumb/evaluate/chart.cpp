#include "plumb/evaluate/chart.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "plumb/evaluate/chart_frame.h"
#include "plumb/evaluate/chart_ticks.h"
#include "plumb/evaluate/svg.h"

namespace plumb {
namespace {

using svg::words;

constexpr double width = 640, plot_height = 312, least_left = 76, right = 20, bottom = 62;
constexpr double first_line = 50, line_height = 18;  // of the legend
constexpr size_t few = 12;                           // points of a line that are marked

/// Where the frame lies in the picture: right of what stands at the ticks, below a legend of some lines.
struct Plot {
  const Chart& chart;
  ChartFrame frame;
  Ticks ticks_up;
  double left, top, floor;
  double x(double value) const { return left + frame.across(value) * (width - left - right); }
  double y(double value) const { return floor - frame.up(value) * plot_height; }
};

struct Legend {
  std::string drawn = {};
  int lines = 0;
};

Legend legend(const std::vector<Chart::Series>& series, double left) {
  constexpr double mark = 18, gap = 5, between = 18, letters = 12, most = 200;
  Legend made;
  double x = width;
  size_t colour = 0;
  for (const Chart::Series& one : series) {
    const char* paint = one.guide ? "" : svg::colour(colour++);
    if (one.name.empty()) continue;
    const std::string name = svg::fitted(one.name, most, letters);
    const double needs = mark + gap + svg::width_of(name, letters);
    if (x + needs > width - right) {
      x = left;
      ++made.lines;
    }
    const double y = first_line + line_height * (made.lines - 1);
    if (one.guide)
      made.drawn += fmt::format(
          "<line class=\"guide\" stroke-dasharray=\"5 4\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n",
          x, x + mark, y - 4, y - 4);
    else if (one.dots)
      made.drawn +=
          fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" fill=\"{}\"/>\n", x + mark - 6, y - 4, paint);
    else
      made.drawn += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{}\" height=\"7\" rx=\"2\" fill=\"{}\"/>\n", x,
                                y - 8, mark, paint);
    made.drawn += words("soft", x + mark + gap, y, "start", name, letters);
    x += needs + between;
  }
  return made;
}

double left_of(const Ticks& ticks_up) {
  constexpr double beside = 36;  // what stands along the axis, and gaps
  double left = least_left;
  for (const std::string& words : ticks_up.words) left = std::max(left, beside + svg::width_of(words, 13));
  return left;
}

std::string axes(const Plot& plot) {
  std::string out;
  const auto& [xs, ys, log_x] = plot.frame;
  const double left = plot.left;
  const Ticks& up = plot.ticks_up;
  for (size_t i = 0; i < up.at.size(); ++i) {
    const double y = plot.y(up.at[i]);
    out += fmt::format("<line class=\"grid\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", left,
                       width - right, y, y);
    out += words("soft", left - 8, y + 4, "end", up.words[i]);
  }
  const Ticks across = log_x ? log_ticks(xs[0], xs[1]) : ticks(xs[0], xs[1], plot.chart.whole_x);
  for (size_t i = 0; i < across.at.size(); ++i) {
    const double x = plot.x(across.at[i]);
    out += fmt::format("<line class=\"axis\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", x, x,
                       plot.floor, plot.floor + 5);
    out += words("soft", x, plot.floor + 20, "middle", across.words[i]);
  }
  out += fmt::format("<line class=\"axis\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", left,
                     width - right, plot.floor, plot.floor);
  out += words("ink", (left + width - right) / 2, plot.floor + 48, "middle", plot.chart.x);
  const double middle = (plot.top + plot.floor) / 2;
  return out + words("ink", 18, middle, "middle", plot.chart.y, 13,
                     fmt::format(" transform=\"rotate(-90 18 {:.1f})\"", middle));
}

std::string circle(double x, double y, double radius, const char* colour, double opacity) {
  return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" fill=\"{}\" fill-opacity=\"{}\"/>\n", x, y, radius,
                     colour, opacity);
}

std::string dots(const Chart::Series& series, const Plot& plot, const char* colour) {
  std::string out;
  const bool many = series.x.size() > few;
  for (size_t i = 0; i < series.x.size(); ++i)
    if (has_place(plot.chart, series.x[i], series.y[i]))
      out += circle(plot.x(series.x[i]), plot.y(series.y[i]), many ? 2.4 : 5, colour, many ? 0.45 : 1);
  return out;
}

/// A line for each run of points that have a place.
std::string line(const Chart::Series& series, const Plot& plot, const char* colour) {
  const std::string style = series.guide ? "class=\"guide\" stroke-dasharray=\"5 4\""
                                         : fmt::format("stroke=\"{}\" stroke-width=\"2\"", colour);
  std::string out, points;
  size_t joined = 0;
  const auto end = [&] {
    if (joined > 1)
      out += fmt::format("<polyline fill=\"none\" {} stroke-linejoin=\"round\" points=\"{}\"/>\n", style, points);
    points.clear();
    joined = 0;
  };
  for (size_t i = 0; i < series.x.size(); ++i) {
    if (!has_place(plot.chart, series.x[i], series.y[i])) {
      end();
      continue;
    }
    const double x = plot.x(series.x[i]), y = plot.y(series.y[i]);
    points += fmt::format("{:.1f},{:.1f} ", x, y);
    const bool alone =
        ++joined == 1 && (i + 1 == series.x.size() || !has_place(plot.chart, series.x[i + 1], series.y[i + 1]));
    if (!series.guide && (alone || series.x.size() <= few)) out += circle(x, y, 3.2, colour, 1);
  }
  end();
  return out;
}

bool is_empty(const Chart& chart) {
  for (const Chart::Series& one : chart.series)
    for (size_t i = 0; i < one.x.size() && !one.guide; ++i)
      if (has_place(chart, one.x[i], one.y[i])) return false;
  return true;
}

}  // namespace

std::string Chart::svg() const {
  constexpr double edge = 6;  // marks on the border are whole
  const ChartFrame frame = frame_of(*this);
  const Ticks up = ticks(frame.ys[0], frame.ys[1]);
  const double left = left_of(up);
  const Legend names = legend(series, left);
  const double top = first_line + line_height * names.lines, floor = top + plot_height;
  const Plot plot{*this, frame, up, left, top, floor};
  std::string out = svg::head(width, floor + bottom, title) + names.drawn + axes(plot);
  const double x = left - edge, y = top - edge, wide = width - left - right + 2 * edge, high = plot_height + 2 * edge;
  out += fmt::format(
      "<svg x=\"{0:.1f}\" y=\"{1:.1f}\" width=\"{2:.1f}\" height=\"{3:.1f}\" "
      "viewBox=\"{0:.1f} {1:.1f} {2:.1f} {3:.1f}\">\n",
      x, y, wide, high);  // what lies outside of the frame is cut off
  size_t colour = 0;
  for (const Series& one : series) {
    const char* paint = one.guide ? "" : svg::colour(colour++);
    out += one.dots ? dots(one, plot, paint) : line(one, plot, paint);
  }
  out += "</svg>\n";
  if (is_empty(*this)) out += words("soft", (left + width - right) / 2, (top + floor) / 2, "middle", "nothing to draw");
  return out + "</svg>\n";
}

}  // namespace plumb

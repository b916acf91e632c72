#include "plumb/evaluate/chart_frame.h"

#include <algorithm>
#include <cmath>

namespace plumb {
namespace {

constexpr double most = 1e300;  // larger ones leave no room for arithmetic

std::array<double, 2> with_room(double low, double high) {
  if (low > high) return {0, 1};
  const double room = high > low ? (high - low) * 0.04 : std::max(std::abs(high), 1.0) * 0.5;
  return {low - room, high + room};
}

}  // namespace

bool has_place(const Chart& chart, double x, double y) {
  return std::abs(x) < most && std::abs(y) < most && (!chart.log_x || x > 0);
}

double ChartFrame::across(double x) const {
  if (log_x) return std::log(x / xs[0]) / std::log(xs[1] / xs[0]);
  return (x - xs[0]) / (xs[1] - xs[0]);
}

ChartFrame frame_of(const Chart& chart) {
  std::array<double, 2> xs{most, -most}, ys{most, -most};
  for (const Chart::Series& series : chart.series)
    for (size_t i = 0; i < series.x.size(); ++i) {
      if (!has_place(chart, series.x[i], series.y[i])) continue;
      const double x = chart.log_x ? std::log(series.x[i]) : series.x[i];
      xs = {std::min(xs[0], x), std::max(xs[1], x)};
      ys = {std::min(ys[0], series.y[i]), std::max(ys[1], series.y[i])};
    }
  xs = with_room(xs[0], xs[1]);
  if (chart.log_x) xs = {std::exp(xs[0]), std::exp(xs[1])};
  return {
      .xs = chart.x_range.value_or(xs), .ys = chart.y_range.value_or(with_room(ys[0], ys[1])), .log_x = chart.log_x};
}

}  // namespace plumb

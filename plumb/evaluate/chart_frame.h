#pragma once

#include "plumb/evaluate/chart.h"

namespace plumb {

/// Which part of the plane a chart shows.
struct ChartFrame {
  std::array<double, 2> xs, ys;
  bool log_x = false;
  /// How far right and up a point lies, from 0 to 1 inside.
  double across(double x) const;
  double up(double y) const { return (y - ys[0]) / (ys[1] - ys[0]); }
};

/// What the chart asks for, else what its points need and a little room; 0 to 1 where there are none.
ChartFrame frame_of(const Chart& chart);

/// Whether a point has a place at all.
bool has_place(const Chart& chart, double x, double y);

}  // namespace plumb

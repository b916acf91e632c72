#pragma once

#include <string>
#include <vector>

namespace plumb {

/// Round numbers on an axis, and what is written at them.
struct Ticks {
  std::vector<double> at = {};
  std::vector<std::string> words = {};
};

/// Five or so between two bounds: 0, 0.2, 0.4, …; `whole`: none between whole numbers.
Ticks ticks(double low, double high, bool whole = false);

/// Of a logarithmic axis: powers of ten, and where those are few, two and five times them, too.
Ticks log_ticks(double low, double high);

}  // namespace plumb

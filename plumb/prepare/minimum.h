#pragma once

#include <functional>

namespace plumb {

/// Where a function of one number is smallest between two bounds, if it falls and then rises: to within about
/// `tolerance` + 1.5e-8 |x|.
///
///     minimum([](double x) { return (x - 2) * (x - 2); }, 0, 5);       // 2
///
/// Brent's method (1973, chapter 5): a parabola through the last three points, a golden section where that does not
/// help.
double minimum(const std::function<double(double)>& f, double low, double high, double tolerance = 1e-9);

}  // namespace plumb

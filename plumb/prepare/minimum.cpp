#include "plumb/prepare/minimum.h"

#include <cmath>
#include <limits>

namespace plumb {

double minimum(const std::function<double(double)>& f, double low, double high, double tolerance) {
  const double golden = (3 - std::sqrt(5)) / 2, relative = std::sqrt(std::numeric_limits<double>::epsilon());
  double best = low + golden * (high - low), second = best, third = best;  // by their value
  double f_best = f(best), f_second = f_best, f_third = f_best;
  double step = 0, step_before = 0;
  for (int i = 0; i < 500; ++i) {
    const double middle = (low + high) / 2, nearest = relative * std::abs(best) + tolerance / 3;
    if (std::abs(best - middle) <= 2 * nearest - (high - low) / 2) break;
    // The vertex of the parabola lies p / q away.
    const double r = (best - second) * (f_best - f_third), s = (best - third) * (f_best - f_second);
    double p = (best - third) * s - (best - second) * r, q = 2 * (s - r);
    if (q > 0) p = -p;
    q = std::abs(q);
    const bool is_inside = p > q * (low - best) && p < q * (high - best);
    if (std::abs(step_before) > nearest && is_inside && std::abs(p) < std::abs(q * step_before / 2)) {
      step_before = step;
      step = p / q;
      const double at = best + step;
      if (at - low < 2 * nearest || high - at < 2 * nearest) step = best < middle ? nearest : -nearest;
    } else {
      step_before = (best < middle ? high : low) - best;
      step = golden * step_before;
    }
    const double x = best + (std::abs(step) >= nearest ? step : std::copysign(nearest, step)), f_x = f(x);
    if (f_x <= f_best) {
      (x < best ? high : low) = best;
      third = second, f_third = f_second;
      second = best, f_second = f_best;
      best = x, f_best = f_x;
      continue;
    }
    (x < best ? low : high) = x;
    if (f_x <= f_second || second == best) {
      third = second, f_third = f_second;
      second = x, f_second = f_x;
    } else if (f_x <= f_third || third == best || third == second) {
      third = x, f_third = f_x;
    }
  }
  return best;
}

}  // namespace plumb

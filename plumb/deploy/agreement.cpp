#include "plumb/deploy/agreement.h"

#include <cmath>

#include "plumb/core/error.h"

namespace plumb {
namespace {

constexpr double tolerance = 1e-4;  // absolute and relative

constexpr double roundings = 1e-6;  // eight of float32

double share_of_tolerance(double a, double b, double rounding) {
  if (std::isfinite(a) && std::isfinite(b)) return std::abs(a - b) / (tolerance + tolerance * std::abs(a) + rounding);
  const bool same = (std::isnan(a) && std::isnan(b)) || a == b;
  return same ? 0 : INFINITY;
}

}  // namespace

Agreement compare(const std::vector<Answer>& a, const std::vector<Answer>& b,
                  const std::vector<TrainedTarget>& targets) {
  if (a.size() != b.size()) throw Bug("answers to compare have different targets");
  Agreement agreement;
  for (size_t target = 0; target < a.size(); ++target) {
    const auto &x = a[target].values, &y = b[target].values;
    if (x.size() != y.size()) throw Bug("answers to compare have different rows");
    double rounding = 0;
    if (target < targets.size() && targets[target].spec.is_number())
      rounding = roundings * (std::abs(targets[target].mean) + targets[target].deviation);
    for (size_t i = 0; i < x.size(); ++i) {
      if (const double apart = std::abs(x[i] - y[i]); apart > agreement.largest) agreement.largest = apart;
      if (const double share = share_of_tolerance(x[i], y[i], rounding); share > agreement.share)
        agreement = {agreement.largest, share, i / a[target].width(), a[target].target.name, x[i], y[i]};
    }
  }
  return agreement;
}

}  // namespace plumb

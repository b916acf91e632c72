#include "plumb/deploy/agreement.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/error.h"

namespace plumb {
namespace {

constexpr double tolerance = 1e-4;  // absolute and relative
constexpr double roundings = 1e-6;  // eight of float32

/// What float32 cannot say of an answer. A transformed one is as large as its own rounding.
double rounding_at(const TrainedTarget& target, double answer) {
  if (!target.spec.is_number()) return 0;
  double size = std::abs(target.mean) + target.deviation;
  if (target.transform != TargetTransform::none) size += std::abs(bent(target.transform, answer));
  return roundings * size * slope_at(target.transform, answer);
}

double share_of_tolerance(double a, double b, double rounding) {
  if (std::isfinite(a) && std::isfinite(b)) return std::abs(a - b) / std::max(tolerance_at(a), rounding);
  const bool same = (std::isnan(a) && std::isnan(b)) || a == b;
  return same ? 0 : INFINITY;
}

}  // namespace

double tolerance_at(double answer) { return tolerance + tolerance * std::abs(answer); }

Agreement compare(const std::vector<Answer>& a, const std::vector<Answer>& b,
                  const std::vector<TrainedTarget>& targets) {
  if (a.size() != b.size()) throw Bug("answers to compare have different targets");
  Agreement agreement;
  for (size_t target = 0; target < a.size(); ++target) {
    const auto &x = a[target].values, &y = b[target].values;
    if (x.size() != y.size()) throw Bug("answers to compare have different rows");
    const TrainedTarget* learned = target < targets.size() ? &targets[target] : nullptr;
    for (size_t i = 0; i < x.size(); ++i) {
      if (const double apart = std::abs(x[i] - y[i]); apart > agreement.largest) agreement.largest = apart;
      const double rounding = learned ? rounding_at(*learned, x[i]) : 0;
      if (const double share = share_of_tolerance(x[i], y[i], rounding); share > agreement.share)
        agreement = {agreement.largest, share, i / a[target].width(), a[target].target.name, x[i], y[i]};
    }
  }
  return agreement;
}

}  // namespace plumb

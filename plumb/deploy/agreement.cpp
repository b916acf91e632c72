#include "plumb/deploy/agreement.h"

#include <cmath>

#include "plumb/core/error.h"

namespace plumb {
namespace {

constexpr double tolerance = 1e-4;  // absolute and relative

double share_of_tolerance(double a, double b) {
  if (std::isfinite(a) && std::isfinite(b)) return std::abs(a - b) / (tolerance + tolerance * std::abs(a));
  const bool same = (std::isnan(a) && std::isnan(b)) || a == b;
  return same ? 0 : INFINITY;
}

}  // namespace

Agreement compare(const std::vector<Answer>& a, const std::vector<Answer>& b) {
  if (a.size() != b.size()) throw Bug("answers to compare have different targets");
  Agreement agreement;
  for (size_t target = 0; target < a.size(); ++target) {
    const auto &x = a[target].values, &y = b[target].values;
    if (x.size() != y.size()) throw Bug("answers to compare have different rows");
    for (size_t i = 0; i < x.size(); ++i) {
      if (const double apart = std::abs(x[i] - y[i]); apart > agreement.largest) agreement.largest = apart;
      if (const double share = share_of_tolerance(x[i], y[i]); share > agreement.share)
        agreement = {agreement.largest, share, i / a[target].width(), a[target].target.name, x[i], y[i]};
    }
  }
  return agreement;
}

}  // namespace plumb

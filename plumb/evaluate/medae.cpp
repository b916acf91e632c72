#include "plumb/evaluate/medae.h"

#include <algorithm>
#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Medae>();

Score Medae::score(const Predictions& predictions) const {
  std::vector<std::pair<double, double>> errors;  // with weights
  double all = 0;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    const auto i = static_cast<size_t>(row);
    if (predictions.weight(row) == 0) continue;
    errors.emplace_back(std::abs(predictions.numbers[i] - predictions.predicted[i]), predictions.weight(row));
    all += predictions.weight(row);
  }
  if (errors.empty()) return {.name = name, .value = std::nan("")};
  std::sort(errors.begin(), errors.end());
  double below = 0;
  size_t at = 0;
  while (at + 1 < errors.size() && below + errors[at].second < all / 2 * (1 - 1e-14)) below += errors[at++].second;
  const bool meets_half = std::abs(below + errors[at].second - all / 2) <= all * 1e-14;
  const double next = meets_half && at + 1 < errors.size() ? errors[at + 1].first : errors[at].first;
  return {.name = name, .value = (errors[at].first + next) / 2};
}

}  // namespace plumb

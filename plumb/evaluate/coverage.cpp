#include "plumb/evaluate/coverage.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Coverage>();

Score Coverage::score(const Predictions& predictions) const {
  const size_t width = predictions.quantiles.size();
  require(width >= 2,
          "coverage: {} is predicted as one number; ask for `loss: {{quantile: {{quantiles: [0.05, 0.95]}}}}`",
          predictions.target);
  double inside = 0, all = 0;
  for (size_t row = 0; row < predictions.numbers.size(); ++row) {
    const double weight = predictions.weight(static_cast<int64_t>(row)), truth = predictions.numbers[row];
    all += weight;
    if (truth >= predictions.at_quantiles[row * width] && truth <= predictions.at_quantiles[row * width + width - 1])
      inside += weight;
  }
  return {.name = name, .value = inside / all};
}

}  // namespace plumb

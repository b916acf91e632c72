#include "plumb/evaluate/explained_variance.h"

#include "plumb/evaluate/residuals.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<ExplainedVariance>();

Score ExplainedVariance::score(const Predictions& predictions) const {
  const double offset = mean_of_rows(predictions, [](double y, double p) { return y - p; });
  const double mean = mean_of_rows(predictions, [](double y, double) { return y; });
  const double left =
      mean_of_rows(predictions, [&](double y, double p) { return (y - p - offset) * (y - p - offset); });
  const double variance = mean_of_rows(predictions, [&](double y, double) { return (y - mean) * (y - mean); });
  if (variance == 0) return {.name = name, .value = left == 0 ? 1.0 : 0.0};
  return {.name = name, .value = 1 - left / variance};
}

}  // namespace plumb

#include "plumb/evaluate/r2.h"

#include "plumb/evaluate/residuals.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<R2>();

Score R2::score(const Predictions& predictions) const {
  double sum = 0, weights = 0;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    sum += predictions.weight(row) * predictions.numbers[static_cast<size_t>(row)];
    weights += predictions.weight(row);
  }
  const double mean = sum / weights;
  double variance = 0;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    const double off = predictions.numbers[static_cast<size_t>(row)] - mean;
    variance += predictions.weight(row) * off * off;
  }
  variance /= weights;
  const double residual = mean_residual(predictions, [](double e) { return e * e; });
  if (variance == 0) return {.name = name, .value = residual == 0 ? 1.0 : 0.0};
  return {.name = name, .value = 1 - residual / variance};
}

}  // namespace plumb

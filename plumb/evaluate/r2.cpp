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
  Predictions constant = predictions;
  constant.predicted.assign(predictions.numbers.size(), sum / weights);
  const auto squared = [](double e) { return e * e; };
  const double residual = mean_residual(predictions, squared), variance = mean_residual(constant, squared);
  if (variance == 0) return {.name = name, .value = residual == 0 ? 1.0 : 0.0};
  return {.name = name, .value = 1 - residual / variance};
}

}  // namespace plumb

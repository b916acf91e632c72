#include "plumb/evaluate/pinball.h"

#include <algorithm>

#include "plumb/evaluate/residuals.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Pinball>();

namespace {

/// The predictions of this quantile, where several were learned and it is among them.
Predictions of_quantile(Predictions predictions, double quantile) {
  const auto found = std::find(predictions.quantiles.begin(), predictions.quantiles.end(), quantile);
  if (found == predictions.quantiles.end()) return predictions;
  const auto at = static_cast<size_t>(found - predictions.quantiles.begin());
  for (size_t row = 0; row < predictions.predicted.size(); ++row)
    predictions.predicted[row] = predictions.at_quantiles[row * predictions.quantiles.size() + at];
  return predictions;
}

}  // namespace

Score Pinball::score(const Predictions& predictions) const {
  const auto loss = [this](double truth, double predicted) {
    return truth > predicted ? quantile * (truth - predicted) : (1 - quantile) * (predicted - truth);
  };
  return {.name = fmt::format("pinball_{}", shortest(quantile)),
          .value = mean_of_rows(of_quantile(predictions, quantile), loss)};
}

}  // namespace plumb

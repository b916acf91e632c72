#include "plumb/evaluate/smape.h"

#include <cmath>

#include "plumb/evaluate/residuals.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Smape>();

Score Smape::score(const Predictions& predictions) const {
  const auto share = [](double truth, double predicted) {
    const double size = std::abs(truth) + std::abs(predicted);
    return size > 0 ? 2 * std::abs(truth - predicted) / size : 0;
  };
  return {.name = name, .value = mean_of_rows(predictions, share)};
}

}  // namespace plumb

#include "plumb/evaluate/mape.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plumb/evaluate/residuals.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Mape>();

Score Mape::score(const Predictions& predictions) const {
  const auto share = [](double truth, double predicted) {
    return std::abs(truth - predicted) / std::max(std::abs(truth), std::numeric_limits<double>::epsilon());
  };
  return {.name = name, .value = mean_of_rows(predictions, share)};
}

}  // namespace plumb

#include "plumb/evaluate/rmsle.h"

#include <algorithm>
#include <cmath>

#include "plumb/evaluate/residuals.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Rmsle>();

Score Rmsle::score(const Predictions& predictions) const {
  const auto squared = [&](double truth, double predicted) {
    if (truth < 0)
      throw Error("rmsle: the target \"{}\" is {} in a row, and has no logarithm; take rmse", predictions.target,
                  truth);
    const double e = std::log1p(truth) - std::log1p(std::max(predicted, 0.0));
    return e * e;
  };
  return {.name = name, .value = std::sqrt(mean_of_rows(predictions, squared))};
}

}  // namespace plumb

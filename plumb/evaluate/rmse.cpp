#include "plumb/evaluate/rmse.h"

#include <cmath>

#include "plumb/evaluate/residuals.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Rmse>();

Score Rmse::score(const Predictions& predictions) const {
  return {.name = name, .value = std::sqrt(mean_residual(predictions, [](double e) { return e * e; }))};
}

}  // namespace plumb

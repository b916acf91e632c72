#include "plumb/evaluate/mse.h"

#include "plumb/evaluate/residuals.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Mse>();

Score Mse::score(const Predictions& predictions) const {
  return {.name = name, .value = mean_residual(predictions, [](double e) { return e * e; })};
}

}  // namespace plumb

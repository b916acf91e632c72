#include "plumb/evaluate/mae.h"

#include "plumb/evaluate/residuals.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Mae>();

Score Mae::score(const Predictions& predictions) const {
  return {.name = name, .value = mean_residual(predictions, [](double e) { return e < 0 ? -e : e; })};
}

}  // namespace plumb

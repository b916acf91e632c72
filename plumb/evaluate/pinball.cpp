#include "plumb/evaluate/pinball.h"

#include "plumb/evaluate/residuals.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Pinball>();

Score Pinball::score(const Predictions& predictions) const {
  const auto loss = [this](double truth, double predicted) {
    return truth > predicted ? quantile * (truth - predicted) : (1 - quantile) * (predicted - truth);
  };
  return {.name = fmt::format("pinball_{}", shortest(quantile)), .value = mean_of_rows(predictions, loss)};
}

}  // namespace plumb

#include "plumb/evaluate/pearson.h"

#include "plumb/evaluate/correlation.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Pearson>();

Score Pearson::score(const Predictions& predictions) const {
  return {.name = name, .value = correlation(predictions.numbers, predictions.predicted, predictions)};
}

}  // namespace plumb

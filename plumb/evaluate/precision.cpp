#include "plumb/evaluate/precision.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<PrecisionScore>();

Score PrecisionScore::score(const Predictions& predictions) const {
  return averaged(name, predictions, options, [](const Confusion& c, size_t label) { return c.precision(label); });
}

}  // namespace plumb

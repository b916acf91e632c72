#include "plumb/evaluate/recall.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Recall>();

Score Recall::score(const Predictions& predictions) const {
  return averaged(name, predictions, options, [](const Confusion& c, size_t label) { return c.recall(label); });
}

}  // namespace plumb

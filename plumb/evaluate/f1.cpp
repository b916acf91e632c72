#include "plumb/evaluate/f1.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<F1>();

Score F1::score(const Predictions& predictions) const {
  return averaged(name, predictions, options, [](const Confusion& c, size_t label) { return c.f_score(label); });
}

}  // namespace plumb

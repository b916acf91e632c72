#include "plumb/evaluate/accuracy.h"

#include "plumb/evaluate/confusion.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Accuracy>();

Score Accuracy::score(const Predictions& predictions) const {
  const Confusion confusion(predictions);
  return {.name = name, .value = confusion.correct() / confusion.total()};
}

}  // namespace plumb

#include "plumb/evaluate/subset_accuracy.h"

#include "plumb/evaluate/confusion.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<SubsetAccuracy>();

Score SubsetAccuracy::score(const Predictions& predictions) const {
  const Confusion confusion(predictions);
  return {.name = name, .value = confusion.correct() / confusion.total()};
}

}  // namespace plumb

#include "plumb/evaluate/hamming.h"

#include "plumb/evaluate/confusion.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Hamming>();

Score Hamming::score(const Predictions& predictions) const {
  const Confusion confusion(predictions);
  if (!predictions.is_set()) return {.name = name, .value = 1 - confusion.correct() / confusion.total()};
  const Confusion all = confusion.pooled();
  const double wrong = all.support(0) + all.called(0) - 2 * all.correct();
  return {.name = name, .value = wrong / (all.total() * static_cast<double>(confusion.classes()))};
}

}  // namespace plumb

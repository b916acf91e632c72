#include "plumb/evaluate/hamming.h"

#include "plumb/evaluate/confusion.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Hamming>();

Score Hamming::score(const Predictions& predictions) const {
  const Confusion confusion(predictions);
  return {.name = name, .value = 1 - confusion.correct() / confusion.total()};
}

}  // namespace plumb

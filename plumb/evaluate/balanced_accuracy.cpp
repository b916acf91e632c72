#include "plumb/evaluate/balanced_accuracy.h"

#include "plumb/evaluate/confusion.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<BalancedAccuracy>();

Score BalancedAccuracy::score(const Predictions& predictions) const {
  const Confusion confusion(predictions);
  double sum = 0, present = 0;
  for (size_t label = 0; label < confusion.classes(); ++label)
    if (confusion.support(label) > 0) {
      sum += confusion.recall(label);
      ++present;
    }
  return {.name = name, .value = sum / present};
}

}  // namespace plumb

#include "plumb/evaluate/metric.h"

#include <algorithm>

namespace plumb {

int32_t Predictions::predicted_class(int64_t row) const {
  const auto first = probabilities.begin() + row * static_cast<int64_t>(labels.size());
  return static_cast<int32_t>(std::max_element(first, first + static_cast<int64_t>(labels.size())) - first);
}

bool Metric::fits(const Predictions& predictions) const {
  switch (needs_) {
    case Needs::numbers:
      return predictions.labels.empty();
    case Needs::classes:
      return predictions.classifies();
    case Needs::sets:
      return predictions.is_set();
    case Needs::labels:
      return !predictions.labels.empty();
  }
  return false;
}

}  // namespace plumb

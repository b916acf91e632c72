#include "plumb/evaluate/brier.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Brier>();

Score Brier::score(const Predictions& predictions) const {
  double sum = 0, weights = 0;
  const auto classes = static_cast<int64_t>(predictions.labels.size());
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    double distance = 0;
    for (int64_t label = 0; label < classes; ++label) {
      const double truth = predictions.classes[static_cast<size_t>(row)] == label ? 1 : 0;
      const double miss = predictions.probability(row, label) - truth;
      distance += miss * miss;
    }
    sum += predictions.weight(row) * (classes == 2 ? distance / 2 : distance);
    weights += predictions.weight(row);
  }
  return {.name = name, .value = sum / weights};
}

}  // namespace plumb

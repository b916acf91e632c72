#include "plumb/evaluate/log_loss.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<LogLoss>();

Score LogLoss::score(const Predictions& predictions) const {
  constexpr double least = std::numeric_limits<double>::epsilon();
  double sum = 0, weights = 0;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    double all = 0;
    for (size_t k = 0; k < predictions.labels.size(); ++k) all += predictions.probability(row, static_cast<int64_t>(k));
    const double p = predictions.probability(row, predictions.classes[static_cast<size_t>(row)]) / all;
    sum -= predictions.weight(row) * std::log(std::clamp(p, least, 1 - least));
    weights += predictions.weight(row);
  }
  return {.name = name, .value = sum / weights};
}

}  // namespace plumb

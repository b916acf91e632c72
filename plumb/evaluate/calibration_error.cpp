#include "plumb/evaluate/calibration_error.h"

#include <algorithm>
#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<CalibrationError>();

Score CalibrationError::score(const Predictions& predictions) const {
  struct Bin {
    double right = 0, probability = 0;
  };
  std::vector<Bin> all(static_cast<size_t>(bins));
  double weights = 0;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    const int32_t called = predictions.predicted_class(row);
    const double p = predictions.probability(row, called), weight = predictions.weight(row);
    const auto at = static_cast<int64_t>(std::ceil(p * static_cast<double>(bins))) - 1;  // bins are (low, high]
    Bin& bin = all[static_cast<size_t>(std::clamp<int64_t>(at, 0, bins - 1))];
    bin.right += called == predictions.classes[static_cast<size_t>(row)] ? weight : 0;
    bin.probability += weight * p;
    weights += weight;
  }
  double sum = 0;
  for (const Bin& bin : all) sum += std::abs(bin.right - bin.probability);
  return {.name = name, .value = sum / weights};
}

}  // namespace plumb

#include "plumb/evaluate/log_loss.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<LogLoss>();

namespace {

double of_row(const Predictions& predictions, int64_t row) {
  constexpr double least = std::numeric_limits<double>::epsilon();
  double all = 0;
  for (size_t k = 0; k < predictions.labels.size(); ++k) all += predictions.probability(row, static_cast<int64_t>(k));
  const double p = predictions.probability(row, predictions.classes[static_cast<size_t>(row)]) / all;
  return -std::log(std::clamp(p, least, 1 - least));
}

}  // namespace

Score LogLoss::score(const Predictions& predictions) const {
  double sum = 0, weights = 0;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    sum += predictions.weight(row) * of_row(predictions, row);
    weights += predictions.weight(row);
  }
  return {.name = name, .value = sum / weights};
}

Rescore LogLoss::rescore(const Predictions& predictions) const {
  std::vector<double> losses;
  for (int64_t row = 0; row < predictions.rows(); ++row) losses.push_back(of_row(predictions, row));
  return [losses = std::move(losses)](const std::vector<double>& weights) {
    double sum = 0, all = 0;
    for (size_t row = 0; row < losses.size(); ++row) {
      sum += weights[row] * losses[row];
      all += weights[row];
    }
    return sum / all;
  };
}

}  // namespace plumb

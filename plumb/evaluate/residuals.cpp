#include "plumb/evaluate/residuals.h"

namespace plumb {

double mean_residual(const Predictions& predictions, double (*f)(double)) {
  double sum = 0, weights = 0;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    const auto i = static_cast<size_t>(row);
    sum += predictions.weight(row) * f(predictions.numbers[i] - predictions.predicted[i]);
    weights += predictions.weight(row);
  }
  return sum / weights;
}

}  // namespace plumb

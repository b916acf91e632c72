#include "plumb/evaluate/residuals.h"

namespace plumb {

double mean_of_rows(const Predictions& predictions, const std::function<double(double, double)>& f) {
  double sum = 0, weights = 0;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    const auto i = static_cast<size_t>(row);
    sum += predictions.weight(row) * f(predictions.numbers[i], predictions.predicted[i]);
    weights += predictions.weight(row);
  }
  return sum / weights;
}

double mean_residual(const Predictions& predictions, double (*f)(double)) {
  return mean_of_rows(predictions, [f](double truth, double predicted) { return f(truth - predicted); });
}

}  // namespace plumb

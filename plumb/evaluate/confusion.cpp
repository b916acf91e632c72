#include "plumb/evaluate/confusion.h"

namespace plumb {

namespace {
double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }
}  // namespace

Confusion::Confusion(const Predictions& predictions)
    : classes_(predictions.labels.size()), counts_(classes_ * classes_) {
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    const auto truth = static_cast<size_t>(predictions.classes[static_cast<size_t>(row)]);
    counts_[truth * classes_ + static_cast<size_t>(predictions.predicted_class(row))] += predictions.weight(row);
  }
}

double Confusion::support(size_t label) const {
  double sum = 0;
  for (size_t j = 0; j < classes_; ++j) sum += at(label, j);
  return sum;
}

double Confusion::called(size_t label) const {
  double sum = 0;
  for (size_t i = 0; i < classes_; ++i) sum += at(i, label);
  return sum;
}

double Confusion::total() const {
  double sum = 0;
  for (const double n : counts_) sum += n;
  return sum;
}

double Confusion::correct() const {
  double sum = 0;
  for (size_t i = 0; i < classes_; ++i) sum += at(i, i);
  return sum;
}

double Confusion::precision(size_t label) const { return ratio(at(label, label), called(label)); }
double Confusion::recall(size_t label) const { return ratio(at(label, label), support(label)); }

double Confusion::f_score(size_t label, double beta) const {
  const double b = beta * beta;
  return ratio((1 + b) * at(label, label), b * support(label) + called(label));
}

}  // namespace plumb

#include "plumb/evaluate/confusion.h"

#include <numeric>

namespace plumb {

namespace {
double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }
}  // namespace

Confusion::Confusion(const Predictions& predictions)
    : counts_(predictions.labels.size() * predictions.labels.size()),
      support_(predictions.labels.size()),
      called_(predictions.labels.size()) {
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    const double weight = predictions.weight(row);
    total_ += weight;
    if (predictions.is_set()) {
      for (size_t label = 0; label < classes(); ++label) {
        const auto l = static_cast<int64_t>(label);
        const bool is = predictions.member(row, l), called = predictions.called_member(row, l);
        if (is) support_[label] += weight;
        if (called) called_[label] += weight;
        if (is && called) counts_[label * classes() + label] += weight;
      }
    } else {
      const auto truth = static_cast<size_t>(predictions.classes[static_cast<size_t>(row)]);
      const auto called = static_cast<size_t>(predictions.predicted_class(row));
      counts_[truth * classes() + called] += weight;
      support_[truth] += weight;
      called_[called] += weight;
    }
  }
}

Confusion Confusion::pooled() const {
  Confusion all;
  all.counts_ = {correct()};
  all.support_ = {std::accumulate(support_.begin(), support_.end(), 0.0)};
  all.called_ = {std::accumulate(called_.begin(), called_.end(), 0.0)};
  all.total_ = total_;
  return all;
}

double Confusion::correct() const {
  double sum = 0;
  for (size_t i = 0; i < classes(); ++i) sum += at(i, i);
  return sum;
}

double Confusion::precision(size_t label) const { return ratio(at(label, label), called(label)); }
double Confusion::recall(size_t label) const { return ratio(at(label, label), support(label)); }

double Confusion::f_score(size_t label, double beta) const {
  const double b = beta * beta;
  return ratio((1 + b) * at(label, label), b * support(label) + called(label));
}

}  // namespace plumb

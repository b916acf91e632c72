#include "plumb/evaluate/jaccard.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Jaccard>();

namespace {

/// Of the row's own labels. An empty set that is called empty is right.
double of_row(const Predictions& predictions, int64_t row) {
  int both = 0, either = 0;
  for (int64_t label = 0; label < static_cast<int64_t>(predictions.labels.size()); ++label) {
    const bool is = predictions.member(row, label), called = predictions.called_member(row, label);
    both += is && called;
    either += is || called;
  }
  return either > 0 ? static_cast<double>(both) / either : 1;
}

}  // namespace

Score Jaccard::score(const Predictions& predictions) const {
  if (predictions.is_set() && options.average == Average::automatic) {
    double sum = 0, weights = 0;
    for (int64_t row = 0; row < predictions.rows(); ++row) {
      sum += predictions.weight(row) * of_row(predictions, row);
      weights += predictions.weight(row);
    }
    return {.name = name, .value = sum / weights};
  }
  return averaged(name, predictions, options, [](const Confusion& c, size_t label) {
    const double either = c.support(label) + c.called(label) - c.at(label, label);
    return either > 0 ? c.at(label, label) / either : 0;
  });
}

}  // namespace plumb

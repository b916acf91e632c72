#include "plumb/evaluate/subset_accuracy.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<SubsetAccuracy>();

static bool all_right(const Predictions& predictions, int64_t row) {
  if (predictions.classifies())
    return predictions.classes[static_cast<size_t>(row)] == predictions.predicted_class(row);
  for (int64_t label = 0; label < static_cast<int64_t>(predictions.labels.size()); ++label)
    if (predictions.member(row, label) != predictions.called_member(row, label)) return false;
  return true;
}

Score SubsetAccuracy::score(const Predictions& predictions) const {
  double right = 0, all = 0;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    all += predictions.weight(row);
    if (all_right(predictions, row)) right += predictions.weight(row);
  }
  return {.name = name, .value = right / all};
}

}  // namespace plumb

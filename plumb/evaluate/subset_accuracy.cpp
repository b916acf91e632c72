#include "plumb/evaluate/subset_accuracy.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<SubsetAccuracy>();

Score SubsetAccuracy::score(const Predictions& predictions) const {
  double right = 0, all = 0;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    bool whole = true;
    for (int64_t label = 0; label < static_cast<int64_t>(predictions.labels.size()); ++label)
      whole = whole && predictions.member(row, label) == predictions.called_member(row, label);
    all += predictions.weight(row);
    if (whole) right += predictions.weight(row);
  }
  return {.name = name, .value = right / all};
}

}  // namespace plumb

#include "plumb/evaluate/top_k.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<TopK>();

Score TopK::score(const Predictions& predictions) const {
  double met = 0, all = 0;
  const auto classes = static_cast<int64_t>(predictions.labels.size());
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    const int64_t truth = predictions.classes[static_cast<size_t>(row)];
    const double p = predictions.probability(row, truth);
    int64_t before = 0;
    for (int64_t label = 0; label < classes; ++label) {
      const double other = predictions.probability(row, label);
      before += other > p || (other == p && label < truth);
    }
    met += before < k ? predictions.weight(row) : 0;
    all += predictions.weight(row);
  }
  return {.name = fmt::format("top_{}", k), .value = met / all};
}

}  // namespace plumb

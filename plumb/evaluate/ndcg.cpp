#include "plumb/evaluate/ndcg.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Ndcg>();

Score Ndcg::score(const Predictions& predictions) const {
  double sum = 0, weights = 0;
  const auto classes = static_cast<int64_t>(predictions.labels.size());
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    const double p = predictions.probability(row, predictions.classes[static_cast<size_t>(row)]);
    int64_t above = 0, tied = 0;
    for (int64_t label = 0; label < classes; ++label) {
      above += predictions.probability(row, label) > p;
      tied += predictions.probability(row, label) == p;
    }
    double gain = 0;
    for (int64_t rank = above + 1; rank <= above + tied; ++rank)
      if (!k || rank <= *k) gain += 1 / std::log2(static_cast<double>(1 + rank));
    sum += predictions.weight(row) * gain / static_cast<double>(tied);
    weights += predictions.weight(row);
  }
  return {.name = k ? fmt::format("ndcg_{}", *k) : name, .value = sum / weights};
}

}  // namespace plumb

#include "plumb/evaluate/average_precision.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<AveragePrecision>();

Score AveragePrecision::score(const Predictions& predictions) const {
  return one_vs_rest(name, predictions, options, [](const Predictions& p, int64_t label) {
    const std::vector<Ranked> rows = ranked(p, label);
    double area = 0, positives = 0, called = 0;
    for (size_t i = 0; i < rows.size();) {
      const double here = rows[i].probability, before = positives;
      for (; i < rows.size() && rows[i].probability == here; ++i) {
        positives += rows[i].is_label ? rows[i].weight : 0;
        called += rows[i].weight;
      }
      if (called > 0) area += (positives - before) * positives / called;
    }
    return positives > 0 ? area / positives : std::nan("");
  });
}

}  // namespace plumb

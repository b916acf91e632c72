#include "plumb/evaluate/sensitivity_at_specificity.h"

#include <algorithm>
#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<SensitivityAtSpecificity>();

Score SensitivityAtSpecificity::score(const Predictions& predictions) const {
  return one_vs_rest(name, predictions, options, [this](const Predictions& p, int64_t label) {
    const std::vector<Ranked> rows = ranked(p, label);
    double all_positives = 0, all_negatives = 0;
    for (const Ranked& row : rows) (row.is_label ? all_positives : all_negatives) += row.weight;
    if (all_positives == 0 || all_negatives == 0) return std::nan("");
    double best = 0, positives = 0, negatives = 0;
    for (size_t i = 0; i < rows.size();) {
      const double here = rows[i].probability;
      for (; i < rows.size() && rows[i].probability == here; ++i)
        (rows[i].is_label ? positives : negatives) += rows[i].weight;
      if (1 - negatives / all_negatives >= specificity) best = std::max(best, positives / all_positives);
    }
    return best;
  });
}

}  // namespace plumb

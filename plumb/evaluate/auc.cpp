#include "plumb/evaluate/auc.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Auc>();

double area_under_roc(const Predictions& predictions, int64_t label) {
  const std::vector<Ranked> rows = ranked(predictions, label);
  double area = 0, positives = 0, negatives = 0;  // positives: those ranked above
  for (size_t i = 0; i < rows.size();) {
    double tied_positives = 0, tied_negatives = 0;
    const double here = rows[i].probability;
    for (; i < rows.size() && rows[i].probability == here; ++i)
      (rows[i].is_label ? tied_positives : tied_negatives) += rows[i].weight;
    area += tied_negatives * (positives + tied_positives / 2);
    positives += tied_positives;
    negatives += tied_negatives;
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : std::nan("");
}

Score Auc::score(const Predictions& predictions) const {
  return one_vs_rest(name, predictions, options, area_under_roc);
}

}  // namespace plumb

#include "plumb/evaluate/specificity.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Specificity>();

Score Specificity::score(const Predictions& predictions) const {
  // Of all rows counted together each wrong one is a false positive of one class.
  if (options.average == Average::micro) {
    const Confusion confusion(predictions);
    const double negatives = confusion.total() * static_cast<double>(confusion.classes() - 1);
    return {.name = "specificity_micro", .value = 1 - (confusion.total() - confusion.correct()) / negatives};
  }
  return averaged(name, predictions, options, [](const Confusion& c, size_t label) {
    const double negatives = c.total() - c.support(label);
    const double false_positives = c.called(label) - c.at(label, label);
    return negatives > 0 ? 1 - false_positives / negatives : 0;
  });
}

}  // namespace plumb

#include "plumb/evaluate/jaccard.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Jaccard>();

Score Jaccard::score(const Predictions& predictions) const {
  if (options.average == Average::micro) {  // each wrong row is one false positive and one false negative
    const Confusion confusion(predictions);
    const double correct = confusion.correct();
    return {.name = "jaccard_micro", .value = correct / (2 * confusion.total() - correct)};
  }
  return averaged(name, predictions, options, [](const Confusion& c, size_t label) {
    const double either = c.support(label) + c.called(label) - c.at(label, label);
    return either > 0 ? c.at(label, label) / either : 0;
  });
}

}  // namespace plumb

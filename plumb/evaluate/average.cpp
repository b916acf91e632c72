#include "plumb/evaluate/average.h"

#include <algorithm>

#include "plumb/core/suggest.h"

namespace plumb {

size_t positive_class(const Predictions& predictions, const std::optional<std::string>& positive) {
  if (!positive) return predictions.labels.size() - 1;
  const auto found = std::find(predictions.labels.begin(), predictions.labels.end(), *positive);
  require(found != predictions.labels.end(), "positive: \"{}\" is not a class of {}: {}{}", *positive,
          predictions.target, join(predictions.labels), did_you_mean(*positive, predictions.labels));
  return static_cast<size_t>(found - predictions.labels.begin());
}

Score averaged(const std::string& name, const Predictions& predictions, const AverageOptions& options,
               const std::function<double(const Confusion&, size_t)>& of_class) {
  const Confusion confusion(predictions);
  const Average average = options.average != Average::automatic ? options.average
                          : predictions.is_set()                ? Average::macro
                          : confusion.classes() == 2            ? Average::binary
                                                                : Average::macro;
  Score score{.name = name};
  for (size_t label = 0; label < confusion.classes(); ++label) score.per_class.push_back(of_class(confusion, label));
  if (options.average != Average::automatic) score.name += std::string("_") + name_of(average);
  if (average == Average::binary) {
    require(confusion.classes() == 2 && !predictions.is_set(),
            "{}: `average: binary` needs two classes, {} has {}; use macro, micro or weighted", name,
            predictions.target, confusion.classes());
    score.value = score.per_class[positive_class(predictions, options.positive)];
    return score;
  }
  if (average == Average::micro) {
    score.value = of_class(confusion.pooled(), 0);
    return score;
  }
  double sum = 0, weights = 0;
  for (size_t label = 0; label < confusion.classes(); ++label) {
    const double weight = average == Average::weighted                      ? confusion.support(label)
                          : predictions.is_set() || confusion.occurs(label) ? 1
                                                                            : 0;
    sum += weight * score.per_class[label];
    weights += weight;
  }
  score.value = weights > 0 ? sum / weights : 0;
  return score;
}

}  // namespace plumb

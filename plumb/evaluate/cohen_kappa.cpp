#include "plumb/evaluate/cohen_kappa.h"

#include <cmath>

#include "plumb/evaluate/confusion.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<CohenKappa>();

Score CohenKappa::score(const Predictions& predictions) const {
  const Confusion c(predictions);
  double observed = 0, expected = 0;
  for (size_t i = 0; i < c.classes(); ++i)
    for (size_t j = 0; j < c.classes(); ++j) {
      const double distance = std::abs(static_cast<double>(i) - static_cast<double>(j));
      const double weight = weights == Weights::linear      ? distance
                            : weights == Weights::quadratic ? distance * distance
                            : i == j                        ? 0
                                                            : 1;
      observed += weight * c.at(i, j);
      expected += weight * c.support(i) * c.called(j) / c.total();
    }
  const std::string kind = weights == Weights::none ? "" : std::string("_") + name_of(weights);
  return {.name = name + kind, .value = expected > 0 ? 1 - observed / expected : std::nan("")};
}

}  // namespace plumb

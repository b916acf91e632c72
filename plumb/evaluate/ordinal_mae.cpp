#include "plumb/evaluate/ordinal_mae.h"

#include <cmath>

#include "plumb/evaluate/confusion.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<OrdinalMae>();

Score OrdinalMae::score(const Predictions& predictions) const {
  const Confusion c(predictions);
  double sum = 0;
  for (size_t i = 0; i < c.classes(); ++i)
    for (size_t j = 0; j < c.classes(); ++j)
      sum += std::abs(static_cast<double>(i) - static_cast<double>(j)) * c.at(i, j);
  return {.name = name, .value = sum / c.total()};
}

}  // namespace plumb

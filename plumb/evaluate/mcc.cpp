#include "plumb/evaluate/mcc.h"

#include <cmath>

#include "plumb/evaluate/confusion.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Metric>().add<Mcc>();

Score Mcc::score(const Predictions& predictions) const {
  const Confusion c(predictions);
  const double n = c.total();
  double covariance = c.correct() * n, of_truth = n * n, of_calls = n * n;
  for (size_t label = 0; label < c.classes(); ++label) {
    covariance -= c.support(label) * c.called(label);
    of_truth -= c.support(label) * c.support(label);
    of_calls -= c.called(label) * c.called(label);
  }
  const double spread = std::sqrt(of_truth) * std::sqrt(of_calls);
  return {.name = name, .value = spread > 1e-12 * n * n ? covariance / spread : 0};
}

}  // namespace plumb

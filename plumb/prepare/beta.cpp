#include "plumb/prepare/beta.h"

#include <cmath>

namespace plumb {

double gamma_draw(Random& random, double shape) {
  if (shape < 1) {  // one more, and the power of a uniform draw takes it back
    const double more = gamma_draw(random, shape + 1);
    return more * std::pow(1 - random.uniform(), 1 / shape);
  }
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = random.normal(), v = std::pow(1 + c * x, 3);
    if (v > 0 && std::log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

double beta_draw(Random& random, double alpha) {
  const double a = gamma_draw(random, alpha), b = gamma_draw(random, alpha);
  return a + b > 0 ? a / (a + b) : std::floor(2 * random.uniform());  // both underflow where alpha is tiny: 0 or 1
}

}  // namespace plumb

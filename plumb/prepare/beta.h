#pragma once

#include "plumb/core/random.h"

namespace plumb {

/// A draw from the gamma distribution of this shape and scale 1 (Marsaglia and Tsang, 2000).
double gamma_draw(Random& random, double shape);

/// A draw from Beta(alpha, alpha): in [0, 1], its mean a half, near 0 or 1 where alpha is small.
double beta_draw(Random& random, double alpha);

}  // namespace plumb

#include "plumb/model/layers/batch_normalization.h"

#include "plumb/graph/operators.h"
#include "plumb/model/initializers/ones.h"
#include "plumb/model/initializers/zeros.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<BatchNormalization>();

Value BatchNormalization::build(Scope& scope, Value x) const {
  require(x.rank() >= 2, "needs [rows, …, channels]");
  const Shape channels{x.dim(-1)};
  std::vector<int> axes;  // all but the channels
  for (int axis = 0; axis + 1 < x.rank(); ++axis) axes.push_back(axis);
  const auto spread = [&](Value v) { return expand(v, x, {.axes = axes}); };
  const auto mean_of = [&](Value v) { return reduce(v, {.axes = axes, .mean = true}); };

  const Value moving_mean = scope.state("moving_mean", channels, 0);
  const Value moving_variance = scope.state("moving_variance", channels, 1);
  const Value mean = scope.training ? mean_of(x) : moving_mean;
  const Value centred = x - spread(mean);
  const Value variance = scope.training ? mean_of(square(centred)) : moving_variance;
  scope.update(moving_mean, moving_mean * momentum + stop_gradient(mean) * (1 - momentum));
  scope.update(moving_variance, moving_variance * momentum + stop_gradient(variance) * (1 - momentum));

  const Value deviation = sqrt(variance + epsilon);
  Value y =
      scale ? centred * spread(scope.parameter("gamma", channels, Ones{}) / deviation) : centred / spread(deviation);
  if (center) y = y + spread(scope.parameter("beta", channels, Zeros{}));
  return y;
}

}  // namespace plumb

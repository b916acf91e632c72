#include "plumb/model/layers/batch_normalization.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/feature_axes.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<BatchNormalization>();

Value BatchNormalization::build(Scope& scope, Value x) const {
  const std::vector<int> of_channels = feature_axes(x, {axis});
  const Shape channels{x.dim(of_channels[0])};
  const Value moving_mean = scope.state("moving_mean", channels, 0);
  const Value moving_variance = scope.state("moving_variance", channels, 1);
  const auto number = [&](double value) { return expand(x.graph().constant(value), moving_mean, {}); };
  const Value gamma =
      scale ? scope.parameter("gamma", channels, gamma_initializer, gamma_regularizer, gamma_constraint) : number(1);
  const Value beta =
      center ? scope.parameter("beta", channels, beta_initializer, beta_regularizer, beta_constraint) : number(0);
  if (scope.training)
    return with_axes_last(x, of_channels, [&](Value last) {
      const Value moments = stop_gradient(channel_moments(last));
      const auto row = [&](int64_t which) { return merge_dims(slice(moments, 0, which, which + 1), 0, 2); };
      scope.update(moving_mean, moving_mean * momentum + row(0) * (1 - momentum));
      scope.update(moving_variance, moving_variance * momentum + row(1) * (1 - momentum));
      return batch_normalization(last, gamma, beta, epsilon);
    });
  // One factor and one summand a channel, which a convolution before it takes along.
  std::vector<int> axes;
  for (int other = 0; other < x.rank(); ++other)
    if (other != of_channels[0]) axes.push_back(other);
  const Value factor = gamma / sqrt(moving_variance + epsilon);
  const auto spread = [&](Value v) { return expand(v, x, {.axes = axes}); };
  return x * spread(factor) + spread(beta - moving_mean * factor);
}

}  // namespace plumb

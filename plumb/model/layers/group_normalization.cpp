#include "plumb/model/layers/group_normalization.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/feature_axes.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<GroupNormalization>();

// Places are summed first, channel by channel, and the few sums then group by group: so the large tensor is read in
// whole rows of channels, and what comes back is a factor and a summand for each channel.
Value GroupNormalization::build(Scope& scope, Value x) const {
  const int of_channels = feature_axes(x, {axis})[0];
  const int64_t channels = x.dim(of_channels), parts = groups == -1 ? channels : groups;
  require(parts >= 1 && channels % parts == 0, "cannot put {} channels into {} groups; write a divisor of {}", channels,
          groups, channels);
  std::vector<int> places;
  for (int other = 1; other < x.rank(); ++other)
    if (other != of_channels) places.push_back(other);
  const auto group_mean = [&](Value v) {  // for each channel, that of its group
    const Value means = places.empty() ? v : reduce(v, {.axes = places, .mean = true});
    if (parts == channels) return means;
    const Value grouped = split_dim(means, 1, {parts, -1});
    return merge_dims(expand(reduce(grouped, {.axes = {2}, .mean = true}), grouped, {.axes = {2}}), 1, 2);
  };
  const auto spread = [&](Value v) { return places.empty() ? v : expand(v, x, {.axes = places}); };
  const Value centred = x - spread(group_mean(x));
  Value factor = sqrt(group_mean(square(centred)) + epsilon);
  const auto of_rows = [&](Value v) { return expand(v, factor, {.axes = {0}}); };
  if (scale)
    factor =
        of_rows(scope.parameter("gamma", {channels}, gamma_initializer, gamma_regularizer, gamma_constraint)) / factor;
  else
    factor = expand(x.graph().constant(1), factor, {}) / factor;
  const Value y = centred * spread(factor);
  if (!center) return y;
  const Value beta = scope.parameter("beta", {channels}, beta_initializer, beta_regularizer, beta_constraint);
  return y + spread(of_rows(beta));
}

}  // namespace plumb

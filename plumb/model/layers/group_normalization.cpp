#include "plumb/model/layers/group_normalization.h"

#include <numeric>

#include "plumb/graph/operators.h"
#include "plumb/model/initializers/ones.h"
#include "plumb/model/initializers/zeros.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<GroupNormalization>();

// Places are summed first, channel by channel, and the few sums then group by group: so the large tensor is read in
// whole rows of channels, and what comes back is a factor and a summand for each channel.
Value GroupNormalization::build(Scope& scope, Value x) const {
  require(x.rank() >= 2 && x.type() == Type::f32, "needs numbers [rows, …, channels]");
  const int64_t channels = x.dim(-1), parts = groups == -1 ? channels : groups;
  require(parts >= 1 && channels % parts == 0, "cannot put {} channels into {} groups; write a divisor of {}", channels,
          groups, channels);
  std::vector<int> places(static_cast<size_t>(x.rank() - 2));
  std::iota(places.begin(), places.end(), 1);
  const auto group_mean = [&](Value v) {  // for each channel, that of its group
    const Value of_channels = places.empty() ? v : reduce(v, {.axes = places, .mean = true});
    if (parts == channels) return of_channels;
    const Value grouped = split_dim(of_channels, 1, {parts, -1});
    return merge_dims(expand(reduce(grouped, {.axes = {2}, .mean = true}), grouped, {.axes = {2}}), 1, 2);
  };
  const auto spread = [&](Value v) { return places.empty() ? v : expand(v, x, {.axes = places}); };
  const Value centred = x - spread(group_mean(x));
  Value factor = sqrt(group_mean(square(centred)) + epsilon);
  const auto of_rows = [&](Value v) { return expand(v, factor, {.axes = {0}}); };
  if (scale)
    factor = of_rows(scope.parameter("gamma", {channels}, Ones{})) / factor;
  else
    factor = expand(x.graph().constant(1), factor, {}) / factor;
  const Value y = centred * spread(factor);
  return center ? y + spread(of_rows(scope.parameter("beta", {channels}, Zeros{}))) : y;
}

}  // namespace plumb

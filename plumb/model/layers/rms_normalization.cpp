#include "plumb/model/layers/rms_normalization.h"

#include <numeric>

#include "plumb/graph/operators.h"
#include "plumb/model/initializers/ones.h"
#include "plumb/model/layers/feature_axes.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<RMSNormalization>();

Value RMSNormalization::build(Scope& scope, Value x) const {
  return with_axes_last(x, feature_axes(x, axis), [&](Value y) {
    const int last = y.rank() - 1;
    const Value root = sqrt(reduce(square(y), {.axes = {last}, .mean = true}) + epsilon);
    std::vector<int> outer(static_cast<size_t>(last));
    std::iota(outer.begin(), outer.end(), 0);
    const Value gamma = scope.parameter("gamma", {y.dim(last)}, Ones{});
    return y / expand(root, y, {.axes = {last}}) * expand(gamma, y, {.axes = outer});
  });
}

}  // namespace plumb

#include "plumb/model/layers/dropout.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Dropout>();

/// The axes of x whose places share a draw.
static std::vector<int> shared_axes(Value x, const std::vector<std::optional<int64_t>>& noise_shape) {
  if (noise_shape.empty()) return {};
  require(noise_shape.size() == static_cast<size_t>(x.rank()),
          "needs a size in `noise_shape` for each of {} axes, rows included, not {}", x.rank(), noise_shape.size());
  std::vector<int> shared;
  for (int axis = 0; axis < x.rank(); ++axis) {
    const auto size = noise_shape[static_cast<size_t>(axis)];
    require(!size || *size == 1 || (axis > 0 && *size == x.dim(axis)),
            "cannot draw {} numbers for axis {} of `noise_shape`; write null for one each, or 1 for one in all", *size,
            axis);
    if (size && *size == 1) shared.push_back(axis);
  }
  return shared;
}

Value Dropout::build(Scope& scope, Value x) const {
  const std::vector<int> shared = shared_axes(x, noise_shape);
  const uint32_t stream = scope.stream();
  if (!scope.training || rate == 0) return x;
  const Value like = shared.empty() ? x : reduce(x, {.axes = shared});  // lends its shape only
  const Value mask = random_mask(like, scope.step(), {.rate = rate, .seed = scope.seed, .stream = stream});
  return x * (shared.empty() ? mask : expand(mask, x, {.axes = shared}));
}

}  // namespace plumb

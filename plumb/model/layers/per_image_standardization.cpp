#include "plumb/model/layers/per_image_standardization.h"

#include <numeric>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<PerImageStandardization>();

Value PerImageStandardization::build(Scope& scope, Value x) const {
  require(x.rank() >= 2 && x.type() == Type::f32, "needs numbers [rows, …]");
  std::vector<int> axes(static_cast<size_t>(x.rank() - 1));
  std::iota(axes.begin(), axes.end(), 1);
  double n = 1;
  for (const int axis : axes) n *= static_cast<double>(x.dim(axis));
  const Value centred = x - expand(reduce(x, {.axes = axes, .mean = true}), x, {.axes = axes});
  const Value variance = reduce(square(centred), {.axes = axes, .mean = true});
  const Value deviation = sqrt(maximum(variance, scope.graph.constant(1 / n)));
  return centred / expand(deviation, x, {.axes = axes});
}

}  // namespace plumb

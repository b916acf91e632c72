#include "plumb/model/layers/rms_normalization.h"

#include <numeric>

#include "plumb/graph/operators.h"
#include "plumb/model/initializers/ones.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<RMSNormalization>();

Value RMSNormalization::build(Scope& scope, Value x) const {
  require(x.rank() >= 2 && x.type() == Type::f32, "needs numbers [rows, …, n]");
  const int last = x.rank() - 1;
  const Value root = sqrt(reduce(square(x), {.axes = {last}, .mean = true}) + epsilon);
  std::vector<int> outer(static_cast<size_t>(last));
  std::iota(outer.begin(), outer.end(), 0);
  const Value gamma = scope.parameter("gamma", {x.dim(last)}, Ones{});
  return x / expand(root, x, {.axes = {last}}) * expand(gamma, x, {.axes = outer});
}

}  // namespace plumb

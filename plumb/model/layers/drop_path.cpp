#include "plumb/model/layers/drop_path.h"

#include <numeric>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<DropPath>();

Value DropPath::build(Scope& scope, Value x) const {
  require(x.rank() >= 2, "needs [rows, …, n]");
  const uint32_t stream = scope.stream();
  if (!scope.training || rate == 0) return x;
  std::vector<int> inner(static_cast<size_t>(x.rank() - 1));
  std::iota(inner.begin(), inner.end(), 1);
  const Value like = reduce(x, {.axes = inner});  // a number for each row; lends its shape only
  const Value kept = random_mask(like, scope.step(), {.rate = rate, .seed = scope.seed, .stream = stream});
  return x * expand(kept, x, {.axes = inner});
}

}  // namespace plumb

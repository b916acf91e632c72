#include "plumb/model/constraint.h"

#include <numeric>

#include "plumb/graph/operators.h"

namespace plumb {

Value unit_lengths(Value kernel) {
  std::vector<int> axes(static_cast<size_t>(kernel.rank() - 1));
  std::iota(axes.begin(), axes.end(), 0);
  return expand(sqrt(reduce(square(kernel), {.axes = axes})), kernel, {.axes = axes});
}

}  // namespace plumb

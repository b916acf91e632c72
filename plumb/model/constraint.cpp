#include "plumb/model/constraint.h"

#include <numeric>

#include "plumb/graph/operators.h"

namespace plumb {

Value unit_lengths(Value weight, const std::vector<int64_t>& axes) {
  for (const int64_t axis : axes)
    require(axis >= -weight.rank() && axis < weight.rank(), "axis {} of a weight of shape {}: it has {} axes, from 0",
            axis, weight.shape(), weight.rank());
  std::vector<int> over(axes.begin(), axes.end());
  if (axes.empty()) {
    over.resize(static_cast<size_t>(weight.rank() - 1));
    std::iota(over.begin(), over.end(), 0);
  }
  return expand(sqrt(reduce(square(weight), {.axes = over})), weight, {.axes = over});
}

}  // namespace plumb

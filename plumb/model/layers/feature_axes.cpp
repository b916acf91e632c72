#include "plumb/model/layers/feature_axes.h"

#include <algorithm>

#include "plumb/graph/operators.h"

namespace plumb {

std::vector<int> feature_axes(Value x, const std::vector<int64_t>& axis) {
  require(x.rank() >= 2 && x.type() == Type::f32, "needs numbers [rows, …, n]");
  require(!axis.empty(), "needs an axis; write `axis: -1` for the last");
  std::vector<int> axes;
  for (const int64_t one : axis) {
    const int64_t from_front = one < 0 ? one + x.rank() : one;
    require(from_front > 0 && from_front < x.rank(),
            "takes no axis {}; write 1 to {}, or -1 for the last (0 are the rows, each of which is for itself)", one,
            x.rank() - 1);
    axes.push_back(static_cast<int>(from_front));
  }
  std::sort(axes.begin(), axes.end());
  require(std::adjacent_find(axes.begin(), axes.end()) == axes.end(), "axis {} names one twice", axis);
  return axes;
}

Value with_axes_last(Value x, const std::vector<int>& axes, const std::function<Value(Value)>& build) {
  std::vector<int> order, back(static_cast<size_t>(x.rank()));
  for (int axis = 0; axis < x.rank(); ++axis)
    if (std::find(axes.begin(), axes.end(), axis) == axes.end()) order.push_back(axis);
  const auto others = static_cast<int>(order.size()), many = static_cast<int>(axes.size());
  Shape sizes;
  for (const int axis : axes) {
    order.push_back(axis);
    sizes.push_back(x.dim(axis));
  }
  for (size_t i = 0; i < order.size(); ++i) back[static_cast<size_t>(order[i])] = static_cast<int>(i);
  Value y = permute(x, order);
  y = build(many > 1 ? merge_dims(y, others, many) : y);
  return permute(many > 1 ? split_dim(y, others, sizes) : y, back);
}

}  // namespace plumb

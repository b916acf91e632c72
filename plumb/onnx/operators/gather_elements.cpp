// GatherElements: for each element of the indices, the one of the data that lies there along the axis.
#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

Tensor gather_elements(const Call& call) {
  const Tensor &x = call.at(0), &index = call.at(1);
  const auto axis = static_cast<size_t>(call.axis(call.whole("axis", 0), x.shape.size()));
  if (index.shape.size() != x.shape.size()) call.refuse("needs indices of as many dimensions as the data");
  for (size_t i = 0; i < x.shape.size(); ++i)
    if (i != axis && index.shape[i] > x.shape[i])
      call.refuse(fmt::format("has indices of shape {} for data of shape {}", index.shape, x.shape));
  const int64_t size = x.shape[axis];
  auto step = strides(x.shape);
  const int64_t along = step[axis];
  step[axis] = 0;
  Tensor y{.element = x.element, .shape = index.shape};
  for_type(x.element, [&](auto zero) {
    using T = decltype(zero);
    auto& to = values<T>(y);
    to.reserve(index.ints.size());
    walk(index.shape, step, [&](int64_t place) {
      const int64_t given = index.ints[to.size()], at = given < 0 ? given + size : given;
      if (at < 0 || at >= size) call.refuse(fmt::format("reads place {} of {}", given, size));
      to.push_back(values<T>(x)[static_cast<size_t>(place + at * along)]);
    });
  });
  return y;
}

[[maybe_unused]] const bool registered = add_operation("GatherElements", gather_elements);

}  // namespace
}  // namespace plumb::onnx

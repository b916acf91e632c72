// Pad with a constant.
#include <algorithm>

#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

Tensor pad(const Call& call) {
  const Tensor& x = call.at(0);
  const auto& pads = call.at(1).ints;
  const size_t rank = x.shape.size();
  if (call.attribute<std::string>("mode", "constant") != "constant")
    call.refuse("in another mode than constant is not known to plumb");
  if (pads.size() != 2 * rank || call.has(3)) call.refuse(fmt::format("has other axes than {}", x.shape));
  Shape shape = x.shape;
  for (size_t axis = 0; axis < rank; ++axis) {
    if (pads[axis] < 0 || pads[rank + axis] < 0) call.refuse("with negative pads is not known to plumb");
    shape[axis] += pads[axis] + pads[rank + axis];
  }
  const auto step = strides(shape);
  int64_t first = 0;
  for (size_t axis = 0; axis < rank; ++axis) first += pads[axis] * step[axis];
  Tensor y = zeros(x.element, shape);
  for_type(x.element, [&](auto zero) {
    using T = decltype(zero);
    auto& to = values<T>(y);
    if (call.has(2) && !values<T>(call.at(2)).empty()) std::fill(to.begin(), to.end(), values<T>(call.at(2))[0]);
    size_t next = 0;
    walk(x.shape, step, [&](int64_t place) { to[static_cast<size_t>(first + place)] = values<T>(x)[next++]; });
  });
  return y;
}

[[maybe_unused]] const bool registered = add_operation("Pad", pad);

}  // namespace
}  // namespace plumb::onnx

// Operators that move elements and change none.
#include <algorithm>
#include <numeric>

#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

/// The tensor with the elements of `x` at `places`, in row order.
Tensor picked(const Tensor& x, Shape shape, const std::vector<int64_t>& places) {
  Tensor y{.element = x.element, .shape = std::move(shape)};
  for_type(x.element, [&](auto zero) {
    using T = decltype(zero);
    auto& to = values<T>(y);
    to.reserve(places.size());
    for (const int64_t place : places) to.push_back(values<T>(x)[static_cast<size_t>(place)]);
  });
  return y;
}

/// The same where the places follow from the distance between neighbours along each axis.
Tensor strided(const Tensor& x, Shape shape, const std::vector<int64_t>& steps, int64_t offset = 0) {
  Tensor y{.element = x.element, .shape = std::move(shape)};
  for_type(x.element, [&](auto zero) {
    using T = decltype(zero);
    auto& to = values<T>(y);
    to.reserve(static_cast<size_t>(count(y.shape)));
    walk(y.shape, steps, [&](int64_t place) { to.push_back(values<T>(x)[static_cast<size_t>(place + offset)]); });
  });
  return y;
}

Tensor reshaped(const Call& call, Shape shape) {
  Tensor y = call.at(0);
  if (count(shape) != count(y.shape)) call.refuse(fmt::format("cannot give {} the shape {}", y.shape, shape));
  y.shape = std::move(shape);
  return y;
}

Tensor reshape(const Call& call) {
  Shape shape = call.at(1).ints;
  const Shape& from = call.at(0).shape;
  int64_t known = 1, open = -1;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0) {
      if (i >= from.size()) call.refuse("keeps a dimension that is not there");
      shape[i] = from[i];
    }
    if (shape[i] == -1)
      open = static_cast<int64_t>(i);
    else
      known *= shape[i];
  }
  if (open >= 0) shape[static_cast<size_t>(open)] = known == 0 ? 0 : count(from) / known;
  return reshaped(call, std::move(shape));
}

Tensor flatten(const Call& call) {
  const Shape& from = call.at(0).shape;
  const int64_t axis = call.whole("axis", 1);
  if (axis < 0 || axis > static_cast<int64_t>(from.size())) call.refuse("has no such axis");
  const Shape front(from.begin(), from.begin() + axis), back(from.begin() + axis, from.end());
  return reshaped(call, {count(front), count(back)});
}

Tensor transpose(const Call& call) {
  const Tensor& x = call.at(0);
  std::vector<int64_t> reversed(x.shape.size());
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  const auto order = call.wholes("perm", reversed);
  if (order.size() != x.shape.size()) call.refuse(fmt::format("orders {} axes of {}", order.size(), x.shape));
  const auto own = strides(x.shape);
  Shape shape;
  std::vector<int64_t> steps;
  for (const int64_t axis : order) {
    const auto from = static_cast<size_t>(call.axis(axis, x.shape.size()));
    shape.push_back(x.shape[from]);
    steps.push_back(own[from]);
  }
  return strided(x, shape, steps);
}

Tensor concat(const Call& call) {
  const Tensor& first = call.at(0);
  const auto axis = static_cast<size_t>(call.axis(call.whole("axis", 0), first.shape.size()));
  Tensor y{.element = first.element, .shape = first.shape};
  int64_t before = 1;
  for (size_t i = 0; i < axis; ++i) before *= first.shape[i];
  y.shape[axis] = 0;
  for (size_t i = 0; i < call.in.size(); ++i) {
    Shape others = call.at(i).shape;
    if (others.size() != first.shape.size() || call.at(i).element != first.element) call.refuse("needs tensors alike");
    y.shape[axis] += others[axis];
    others[axis] = first.shape[axis];
    if (others != first.shape) call.refuse(fmt::format("cannot join {} and {}", first.shape, call.at(i).shape));
  }
  for_type(y.element, [&](auto zero) {
    using T = decltype(zero);
    auto& to = values<T>(y);
    to.reserve(static_cast<size_t>(count(y.shape)));
    for (int64_t outer = 0; outer < before; ++outer)
      for (size_t i = 0; i < call.in.size(); ++i) {
        const auto& from = values<T>(call.at(i));
        const auto length = static_cast<int64_t>(from.size()) / std::max<int64_t>(before, 1);
        to.insert(to.end(), from.begin() + outer * length, from.begin() + (outer + 1) * length);
      }
  });
  return y;
}

Tensor slice(const Call& call) {
  const Tensor& x = call.at(0);
  const auto &begins = call.at(1).ints, &ends = call.at(2).ints;
  std::vector<int64_t> axes(begins.size());
  std::iota(axes.begin(), axes.end(), 0);
  if (call.has(3)) axes = call.at(3).ints;
  if (ends.size() != begins.size() || axes.size() != begins.size())
    call.refuse("needs as many ends and axes as starts");
  Shape shape = x.shape;
  const auto own = strides(x.shape);
  int64_t offset = 0;
  for (size_t i = 0; i < axes.size(); ++i) {
    if (call.has(4) && call.at(4).ints.at(i) != 1) call.refuse("with steps is not known to plumb");
    const auto axis = static_cast<size_t>(call.axis(axes[i], x.shape.size()));
    const int64_t size = x.shape[axis];
    const auto within = [&](int64_t at) { return std::clamp<int64_t>(at < 0 ? at + size : at, 0, size); };
    const int64_t begin = within(begins[i]);
    shape[axis] = std::max<int64_t>(within(ends[i]) - begin, 0);
    offset += begin * own[axis];
  }
  return strided(x, shape, own, offset);
}

Tensor gather(const Call& call) {
  const Tensor &x = call.at(0), &index = call.at(1);
  const auto axis = static_cast<size_t>(call.axis(call.whole("axis", 0), x.shape.size()));
  const Shape front(x.shape.begin(), x.shape.begin() + static_cast<std::ptrdiff_t>(axis));
  const Shape back(x.shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1, x.shape.end());
  const int64_t size = x.shape[axis], inner = count(back);
  Shape shape = front;
  shape.insert(shape.end(), index.shape.begin(), index.shape.end());
  shape.insert(shape.end(), back.begin(), back.end());
  std::vector<int64_t> places;
  for (int64_t outer = 0; outer < count(front); ++outer)
    for (const int64_t row : index.ints) {
      const int64_t at = row < 0 ? row + size : row;
      if (at < 0 || at >= size) call.refuse(fmt::format("reads row {} of {}", row, size));
      for (int64_t i = 0; i < inner; ++i) places.push_back((outer * size + at) * inner + i);
    }
  return picked(x, shape, places);
}

Tensor unsqueeze(const Call& call) {
  Shape shape = call.at(0).shape;
  auto axes = call.at(1).ints;
  for (int64_t& axis : axes) axis = call.axis(axis, shape.size() + axes.size());
  std::sort(axes.begin(), axes.end());
  for (const int64_t axis : axes) shape.insert(shape.begin() + axis, 1);
  return reshaped(call, shape);
}

Tensor squeeze(const Call& call) {
  const Shape& from = call.at(0).shape;
  Shape shape;
  std::vector<bool> goes(from.size(), !call.has(1));
  if (call.has(1))
    for (const int64_t axis : call.at(1).ints) goes[static_cast<size_t>(call.axis(axis, from.size()))] = true;
  for (size_t i = 0; i < from.size(); ++i)
    if (!goes[i] || (!call.has(1) && from[i] != 1)) shape.push_back(from[i]);
  return reshaped(call, shape);
}

Tensor expand(const Call& call) {
  const Tensor& x = call.at(0);
  const Shape shape = broadcast(call, x.shape, call.at(1).ints);
  return strided(x, shape, broadcast_steps(x.shape, shape));
}

Tensor shape_of(const Call& call) {
  const Shape& shape = call.at(0).shape;
  return {.element = Element::s64, .shape = {static_cast<int64_t>(shape.size())}, .ints = shape};
}

[[maybe_unused]] const bool registered[] = {
    add_operation("Reshape", reshape),
    add_operation("Flatten", flatten),
    add_operation("Transpose", transpose),
    add_operation("Concat", concat),
    add_operation("Slice", slice),
    add_operation("Gather", gather),
    add_operation("Unsqueeze", unsqueeze),
    add_operation("Squeeze", squeeze),
    add_operation("Expand", expand),
    add_operation("Shape", shape_of),
    add_operation(
        "Size",
        [](const Call& c) -> Tensor { return {.element = Element::s64, .shape = {}, .ints = {count(c.at(0).shape)}}; }),
};

}  // namespace
}  // namespace plumb::onnx

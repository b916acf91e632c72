#include "plumb/graph/repeat.h"

#include "plumb/graph/operators/rules.h"

/// repeat: copies along a new axis; linear, with `reduce` as its adjoint.
namespace plumb {
namespace {

const Repeat& options(const Node& n) { return n.options.as<Repeat>(); }

const Operator& op = define({
    .name = "repeat",
    .shape =
        [](const Node& n) {
          const auto [axis, times] = options(n);
          Shape y = n.in[0].shape();
          require(0 < axis && axis <= n.in[0].rank(), "repeat: cannot put an axis at {} of {}; write one of 1 to {}",
                  axis, y, n.in[0].rank());
          require(times >= 1, "repeat: needs at least one copy of {}, not {}", y, times);
          y.insert(y.begin() + axis, times);
          return y;
        },
    .gradient = [](const Node& n, Value dy) { return Values{reduce(dy, {.axes = {options(n).axis}})}; },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const auto [axis, times] = options(n);
          std::vector<int64_t> shape(static_cast<size_t>(n.self.rank()), 1);  // 1: as it is
          shape[static_cast<size_t>(axis)] = times;
          const std::string x = form.op("Unsqueeze", {form.input(0), form.ints({int64_t{axis}})});
          form.result(form.op("Expand", {x, form.ints(shape)}));
        },
    .simplify = [](const Node& n) { return options(n).times == 1 ? merge_dims(n.in[0], options(n).axis, 0) : Value(); },
});

}  // namespace

Value repeat(Value x, int axis, int64_t times) { return apply(op, {x}, Repeat{axis, times}); }

Value shaped_like(Value x, const Shape& of_each) {
  std::vector<int> inner;
  for (int axis = 1; axis < x.rank(); ++axis) inner.push_back(axis);
  Value y = inner.empty() ? x : reduce(x, {.axes = inner});
  for (size_t axis = 0; axis < of_each.size(); ++axis) y = repeat(y, static_cast<int>(axis) + 1, of_each[axis]);
  return y;
}

}  // namespace plumb

#include "plumb/graph/operators/rules.h"

/// merge_dims and split_dim: reshapes that never name the batch, so they hold for any. Each is the other's gradient.
namespace plumb {
namespace {

const MergeDims& merge(const Node& n) { return n.options.as<MergeDims>(); }
const SplitDim& split(const Node& n) { return n.options.as<SplitDim>(); }

Shape part(const Shape& shape, int first, int number) {
  return Shape(shape.begin() + first, shape.begin() + first + number);
}

/// `shape` with `number` dimensions from `first` replaced.
Shape replaced(Shape shape, int first, int number, const Shape& into) {
  shape.erase(shape.begin() + first, shape.begin() + first + number);
  shape.insert(shape.begin() + first, into.begin(), into.end());
  return shape;
}

/// ONNX's Reshape: 0 keeps a dimension, -1 is whatever remains; only dimensions behind the change are numbers.
std::string reshaped(OnnxForm& form, const std::string& x, Shape to, int first_changed) {
  std::fill_n(to.begin(), first_changed, 0);
  return form.op("Reshape", {x, form.ints(to)});
}

Shape merged_shape(const Node& n) {
  const auto [first, number] = merge(n);
  const Value x = n.in[0];
  require(first >= 0 && number >= 0 && first + number <= x.rank(),
          "merge_dims: there are no {} dimensions from {} in {}", number, first, x.shape());
  return replaced(x.shape(), first, number, {count(part(x.shape(), first, number))});
}

const Operator& merge_op = define({
    .name = "merge_dims",
    .shape = merged_shape,
    .gradient =
        [](const Node& n, Value dy) {
          const auto [first, number] = merge(n);
          Shape into = part(n.in[0].shape(), first, number);
          if (first == 0 && number > 0) into[0] = -1;  // the rows
          return Values{split_dim(dy, first, into)};
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          Shape to = n.shape();
          if (merge(n).count > 0) to[static_cast<size_t>(merge(n).first)] = -1;
          form.result(reshaped(form, form.input(0), to, merge(n).first));
        },
    .simplify = [](const Node& n) -> Value {
      const auto [first, number] = merge(n);
      if (number == 1) return n.in[0];
      const Node& from = n.in[0].node();  // what was just split
      if (from.op->name == "split_dim" && split(from).axis == first &&
          static_cast<int>(split(from).into.size()) == number)
        return from.in[0];
      return {};
    },
    .view = true,
});

Shape split_shape(const Node& n) {
  const auto& [axis, sizes] = split(n);
  const Value x = n.in[0];
  require(axis < x.rank(), "split_dim: there is no dimension {} in {}", axis, x.shape());
  Shape into = sizes;
  const auto open = std::find(into.begin(), into.end(), -1);
  if (open != into.end()) {
    *open = 1;
    const int64_t others = count(into);
    *open = others > 0 ? x.dim(axis) / others : -1;
  }
  require(count(into) == x.dim(axis) && std::all_of(into.begin(), into.end(), [](int64_t d) { return d >= 0; }),
          "split_dim: dimension {} of {} cannot become {}", axis, x.shape(), sizes);
  return replaced(x.shape(), axis, 1, into);
}

const Operator& split_op = define({
    .name = "split_dim",
    .shape = split_shape,
    .gradient = [](const Node& n,
                   Value dy) { return Values{merge_dims(dy, split(n).axis, static_cast<int>(split(n).into.size()))}; },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const auto& [axis, into] = split(n);
          Shape to = replaced(n.in[0].shape(), axis, 1, into);
          if (axis == 0 && !into.empty() && std::find(into.begin(), into.end(), -1) == into.end()) to[0] = -1;
          if (axis > 0) to[0] = 0;
          form.result(reshaped(form, form.input(0), to, axis));
        },
    .simplify = [](const Node& n) { return split(n).into.size() == 1 ? n.in[0] : Value(); },
    .view = true,
});

}  // namespace

Value merge_dims(Value x, int first, int count) { return apply(merge_op, {x}, MergeDims{first, count}); }
Value split_dim(Value x, int axis, Shape into) {
  return apply(split_op, {x}, SplitDim{axis_of("split_dim", x, axis), std::move(into)});
}

}  // namespace plumb

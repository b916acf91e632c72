#include "plumb/graph/operators/rules.h"

/// concatenate: tensors side by side along an axis; slices are its gradient.
namespace plumb {
namespace {

int axis_of_node(const Node& n) { return n.options.as<Along>().axis; }

Shape shape(const Node& n) {
  const auto axis = static_cast<size_t>(axis_of_node(n));
  Shape all = n.in[0].shape();
  for (size_t k = 1; k < n.in.size(); ++k) {
    Shape part = n.in[k].shape();
    const bool fits = part.size() == all.size();
    const int64_t size = fits ? part[axis] : 0;
    if (fits) part[axis] = all[axis];
    require(fits && part == all, "concatenate: shapes {} and {} may differ in axis {} only", n.in[0].shape(),
            n.in[k].shape(), axis);
    require(n.in[k].type() == n.in[0].type(), "concatenate: types {} and {} differ; cast one of them",
            text(n.in[0].type()), text(n.in[k].type()));
    all[axis] += size;
  }
  return all;
}

const Operator& op = define({
    .name = "concatenate",
    .shape = shape,
    .gradient =
        [](const Node& n, Value dy) {
          Values parts;
          int64_t begin = 0;
          for (const Value v : n.in) {
            const int64_t end = begin + v.dim(axis_of_node(n));
            parts.push_back(slice(dy, axis_of_node(n), begin, end));
            begin = end;
          }
          return parts;
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          std::vector<std::string> parts;
          for (size_t k = 0; k < n.in.size(); ++k) parts.push_back(form.input(k));
          form.result(form.op("Concat", parts, {{"axis", int64_t{axis_of_node(n)}}}));
        },
    .simplify = [](const Node& n) { return n.in.size() == 1 ? n.in[0] : Value(); },
});

}  // namespace

Value concatenate(const Values& parts, int axis) {
  require(!parts.empty(), "concatenate: needs at least one tensor");
  return apply(op, parts, Along{axis_of("concatenate", parts[0], axis)});
}

}  // namespace plumb

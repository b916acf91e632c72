#include <numeric>

#include "plumb/graph/operators/rules.h"

/// permute: dimension i of the result is dimension order[i] of x. The inverse order is its gradient.
namespace plumb {
namespace {

const std::vector<int>& order(const Node& n) { return n.options.as<Permute>().order; }

Shape shape(const Node& n) {
  const Value x = n.in[0];
  const std::vector<int>& o = order(n);
  std::vector<int> sorted = o, all(x.shape().size());
  std::sort(sorted.begin(), sorted.end());
  std::iota(all.begin(), all.end(), 0);
  require(sorted == all, "permute: the order {} must name each axis of {} once", Shape(o.begin(), o.end()), x.shape());
  Shape y;
  for (const int axis : o) y.push_back(x.dim(axis));
  return y;
}

const Operator& op = define({
    .name = "permute",
    .shape = shape,
    .gradient =
        [](const Node& n, Value dy) {
          std::vector<int> inverse(order(n).size());
          for (size_t i = 0; i < inverse.size(); ++i) inverse[static_cast<size_t>(order(n)[i])] = static_cast<int>(i);
          return Values{permute(dy, inverse)};
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const std::vector<int64_t> perm(order(n).begin(), order(n).end());
          form.result(form.op("Transpose", {form.input(0)}, {{"perm", perm}}));
        },
    .simplify = [](const Node& n) -> Value {
      if (std::is_sorted(order(n).begin(), order(n).end())) return n.in[0];
      const Node& from = n.in[0].node();
      if (from.op != n.op) return {};
      std::vector<int> both;
      for (const int axis : order(n)) both.push_back(order(from)[static_cast<size_t>(axis)]);
      return permute(from.in[0], both);
    },
});

}  // namespace

Value permute(Value x, std::vector<int> order) { return apply(op, {x}, Permute{std::move(order)}); }

}  // namespace plumb

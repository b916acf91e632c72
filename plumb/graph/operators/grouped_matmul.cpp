#include "plumb/graph/operators/grouped_matmul.h"

#include "plumb/graph/operators/rules.h"

/// grouped_matmul and its derivative by the weights, composite; together they are closed under differentiation.
namespace plumb {
namespace {

/// [a, b, c] as [b, a, c].
Value groups_first(Value x) { return permute(x, {1, 0, 2}); }
Value transposed(Value w) { return permute(w, {0, 2, 1}); }

void check_types(const Node& n) {
  require(n.in[0].type() == n.in[1].type(), "{}: types {} and {} differ; cast one of them", n.op->name,
          text(n.in[0].type()), text(n.in[1].type()));
}

Shape shape(const Node& n) {
  const Value x = n.in[0], w = n.in[1];
  require(x.rank() == 3 && w.rank() == 3 && x.dim(1) == w.dim(0) && x.dim(2) == w.dim(1),
          "grouped_matmul: needs [rows, groups, n] and [groups, n, units], not {} and {}", x.shape(), w.shape());
  check_types(n);
  return {x.dim(0), x.dim(1), w.dim(2)};
}

Shape grad_shape(const Node& n) {
  const Value x = n.in[0], dy = n.in[1];
  require(x.rank() == 3 && dy.rank() == 3 && x.dim(0) == dy.dim(0) && x.dim(1) == dy.dim(1),
          "grouped_matmul_grad: needs [rows, groups, n] and [rows, groups, units], not {} and {}", x.shape(),
          dy.shape());
  check_types(n);
  return {x.dim(1), x.dim(2), dy.dim(2)};
}

const Operator& op = define({
    .name = "grouped_matmul",
    .shape = shape,
    .gradient =
        [](const Node& n, Value dy) {
          return Values{grouped_matmul(dy, transposed(n.in[1])), grouped_matmul_grad(n.in[0], dy)};
        },
    .decompose = [](const Node& n) { return groups_first(matmul(groups_first(n.in[0]), n.in[1])); },
    .multiply_adds = [](const Node& n) { return count(n.shape()) * n.in[0].dim(2); },
});

const Operator& grad_op = define({
    .name = "grouped_matmul_grad",
    .shape = grad_shape,
    .gradient =
        [](const Node& n, Value dw) {
          return Values{grouped_matmul(n.in[1], transposed(dw)), grouped_matmul(n.in[0], dw)};
        },
    .decompose =
        [](const Node& n) { return matmul(groups_first(n.in[0]), groups_first(n.in[1]), {.transpose_a = true}); },
    .multiply_adds = [](const Node& n) { return count(n.shape()) * n.in[0].dim(0); },
});

}  // namespace

Value grouped_matmul(Value x, Value w) { return apply(op, {x, w}); }
Value grouped_matmul_grad(Value x, Value dy) { return apply(grad_op, {x, dy}); }

}  // namespace plumb

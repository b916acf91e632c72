#include "plumb/graph/operators/rules.h"
#include "plumb/graph/recurrent.h"

/// step_product: one product over all rows and steps, for the gradient by recurrent weights.
namespace plumb {
namespace {

const StepProduct& options(const Node& n) { return n.options.as<StepProduct>(); }

const Operator& op = define({
    .name = "step_product",  // (y, d)
    .shape =
        [](const Node& n) {
          const Value y = n.in[0], d = n.in[1];
          const auto [begin, end, reverse] = options(n);
          require(y.rank() == 3 && d.rank() == 3 && y.dim(0) == d.dim(0) && y.dim(1) == d.dim(1),
                  "step_product: states {} and derivatives {} must be [rows, time, n] of one length", y.shape(),
                  d.shape());
          require(0 <= begin && begin < end && end <= d.dim(2),
                  "step_product: [{}, {}) are no columns of {}, beside {}", begin, end, d.shape(), y.shape());
          return Shape{y.dim(2), end - begin};
        },
    .decompose =
        [](const Node& n) {
          const auto [begin, end, reverse] = options(n);
          return matmul(merge_dims(states_before(n.in[0], reverse), 0, 2),
                        merge_dims(slice(n.in[1], 2, begin, end), 0, 2), {.transpose_a = true});
        },
    .multiply_adds = [](const Node& n) { return n.in[0].dim(0) * n.in[0].dim(1) * n.shape()[0] * n.shape()[1]; },
});

}  // namespace

Value states_before(Value y, bool reverse) {
  const int64_t time = y.dim(1);
  if (time == 1) return expand(y.graph().constant(0, y.type()), y, {});
  return reverse ? slice_grad(slice(y, 1, 1, time), y, 1, 0) : slice_grad(slice(y, 1, 0, time - 1), y, 1, 1);
}

Value step_product(Value y, Value d, StepProduct o) { return apply(op, {y, d}, o); }

}  // namespace plumb

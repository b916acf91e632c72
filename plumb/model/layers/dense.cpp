#include "plumb/model/layers/dense.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Dense>();

Value Dense::build(Scope& scope, Value x) const {
  require(x.rank() >= 2 && x.type() == Type::f32, "needs numbers [rows, n]; put `flatten` or `embedding` before it");
  const Value kernel =
      scope.parameter("kernel", {x.dim(-1), units}, kernel_initializer, kernel_regularizer, kernel_constraint);
  const int outer = x.rank() - 1;
  Value y = matmul(outer == 1 ? x : merge_dims(x, 0, outer), kernel);
  if (use_bias)
    y = y +
        expand(scope.parameter("bias", {units}, bias_initializer, bias_regularizer, bias_constraint), y, {.axes = {0}});
  y = activation.build(y);
  if (outer == 1) return y;
  Shape into(x.shape().begin(), x.shape().end() - 1);
  into[0] = -1;  // the rows
  return split_dim(y, 0, into);
}

}  // namespace plumb

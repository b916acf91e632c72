#include "plumb/model/layers/ensemble_dense.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<EnsembleDense>();

namespace {

/// The shape [rows, members, n] for `expand`, which only looks at it.
Value for_each_member(Value x, int64_t members) {
  return x.rank() == 3 ? x : concatenate(Values(static_cast<size_t>(members), merge_dims(x, 1, 0)), 1);
}

}  // namespace

Value EnsembleDense::build(Scope& scope, Value x) const {
  require(x.type() == Type::f32 && (x.rank() == 2 || (x.rank() == 3 && x.dim(1) == members)),
          "needs numbers [rows, n], or [rows, {}, n] of as many members; put `flatten` before it, or write the same "
          "`members` in each such layer",
          members);
  const int64_t n = x.dim(-1);
  const Value like = for_each_member(x, members);
  const Value r = scope.parameter("input_scale", {members, n}, scale_initializer);
  const Value kernel = scope.parameter("kernel", {n, units}, kernel_initializer, kernel_regularizer);
  const Value s = scope.parameter("output_scale", {members, units}, Ones{});
  const Value b = scope.parameter("bias", {members, units}, bias_initializer);
  const Value copies = x.rank() == 3 ? x : expand(x, like, {.axes = {1}});
  const Value scaled = copies * expand(r, like, {.axes = {0}});
  Value y = split_dim(matmul(merge_dims(scaled, 0, 2), kernel), 0, {-1, members});
  y = y * expand(s, y, {.axes = {0}}) + expand(b, y, {.axes = {0}});
  return activation.build(y);
}

}  // namespace plumb

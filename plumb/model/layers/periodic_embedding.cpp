#include "plumb/model/layers/periodic_embedding.h"

#include <cmath>
#include <numbers>

#include "plumb/graph/operators.h"
#include "plumb/graph/operators/grouped_matmul.h"
#include "plumb/graph/operators/sin.h"
#include "plumb/model/initializers/random_normal.h"
#include "plumb/model/initializers/random_uniform.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<PeriodicEmbedding>();

PeriodicEmbedding::PeriodicEmbedding() : activation(relu) {}

Value PeriodicEmbedding::build(Scope& scope, Value x) const {
  require(x.rank() == 2 && x.type() == Type::f32, "needs numbers [rows, columns]");
  const int64_t columns = x.dim(1);
  const Value c = scope.parameter("frequencies", {columns, frequencies}, RandomNormal{.stddev = sigma});
  const Value each = merge_dims(x, 2, 0);  // [rows, columns, 1]
  const Value like = concatenate(Values(static_cast<size_t>(frequencies), each), 2);
  const Value v = expand(x, like, {.axes = {2}}) * expand(c, like, {.axes = {0}}) * (2 * std::numbers::pi);

  const double range = 1 / std::sqrt(static_cast<double>(2 * frequencies));
  const RandomUniform initial{-range, range};
  const Value y = grouped_matmul(concatenate({sin(v), cos(v)}, 2),
                                 scope.parameter("kernel", {columns, 2 * frequencies, units}, initial));
  return activation.build(y + expand(scope.parameter("bias", {columns, units}, initial), y, {.axes = {0}}));
}

}  // namespace plumb

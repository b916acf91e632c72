#include "plumb/model/regularizers/orthogonal.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Regularizer>().add<Orthogonality>();

Value Orthogonality::penalty(Value parameter) const {
  require(parameter.rank() >= 2, "orthogonal needs a matrix of weights; put it on `kernel_regularizer`");
  const int64_t columns = parameter.dim(-1);
  Value matrix = parameter.rank() == 2 ? parameter : merge_dims(parameter, 0, parameter.rank() - 1);
  if (mode == Mode::columns) matrix = permute(matrix, {1, 0});
  const int64_t vectors = mode == Mode::columns ? columns : matrix.dim(0);
  if (vectors == 1) return reduce(matrix, {}) * 0.0;
  const Value squares = reduce(square(matrix), {.axes = {1}});
  const Value length = sqrt(maximum(squares, parameter.graph().constant(1e-12)));
  const Value unit = matrix / expand(length, matrix, {.axes = {1}});
  // Each pair stands twice in the product, beside the diagonal.
  const Value cosines = matmul(unit, unit, {.transpose_b = true});
  const Value off_diagonal = reduce(abs(cosines), {}) - reduce(square(unit), {});
  return off_diagonal * (factor / static_cast<double>(vectors * (vectors - 1)));
}

}  // namespace plumb

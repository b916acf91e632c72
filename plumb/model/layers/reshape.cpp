#include "plumb/model/layers/reshape.h"

#include <algorithm>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Reshape>();

Value Reshape::build(Scope&, Value x) const {
  require(x.rank() >= 1, "needs rows");
  const auto open = std::count(target_shape.begin(), target_shape.end(), -1);
  const bool zero = std::find(target_shape.begin(), target_shape.end(), 0) != target_shape.end();
  require(open <= 1 && !zero, "cannot make {}: sizes are at least 1, and only one may be -1", target_shape);
  const int64_t have = count({x.shape().begin() + 1, x.shape().end()});
  Shape into = target_shape;
  const int64_t said = open ? -count(into) : count(into);  // the -1 turns the sign
  require(open ? have % said == 0 : have == said, "cannot lay {} numbers of a row out as {}", have, target_shape);
  std::replace(into.begin(), into.end(), int64_t{-1}, have / said);
  if (x.rank() > 2) x = merge_dims(x, 1, x.rank() - 1);
  if (x.rank() == 2) return into.size() == 1 ? x : split_dim(x, 1, into);
  into.insert(into.begin(), -1);  // the rows
  return split_dim(x, 0, into);
}

}  // namespace plumb

#include "plumb/model/layers/flatten.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Flatten>();

Value Flatten::build(Scope&, Value x) const {
  if (x.rank() == 1) return split_dim(x, 0, {-1, 1});
  return x.rank() == 2 ? x : merge_dims(x, 1, x.rank() - 1);
}

}  // namespace plumb

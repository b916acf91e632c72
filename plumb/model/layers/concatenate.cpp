#include "plumb/model/layers/concatenate.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Concatenate>();

Value Concatenate::build(Scope&, const Values& inputs) const {
  require(!inputs.empty(), "needs at least one input");
  const int rank = inputs[0].rank();
  const int along = static_cast<int>(axis < 0 ? axis + rank : axis);
  require(along > 0 && along < rank, "has no axis {}; write one of 1 to {}, or -1 for the last", axis, rank - 1);
  for (const Value input : inputs) {
    bool fits = input.rank() == rank;
    for (int k = 0; fits && k < rank; ++k) fits = k == along || input.dim(k) == inputs[0].dim(k);
    require(fits, "needs inputs that differ in axis {} only; `flatten` those that have more axes", along);
  }
  return inputs.size() == 1 ? inputs[0] : concatenate(inputs, along);
}

}  // namespace plumb

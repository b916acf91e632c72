#include "plumb/model/layers/ensemble_mean.h"

#include "plumb/graph/operators.h"
#include "plumb/graph/operators/mean_of_members.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<EnsembleMean>();

Value EnsembleMean::build(Scope& scope, Value x) const {
  const Value y = Layer(EnsembleDense{.units = units, .members = members}).build(scope, x);
  // Members as rows, so that a loss finds the softmax or sigmoid before which it wants to look.
  const Value answers = activation.build(merge_dims(y, 0, 2));
  return mean_of_members(split_dim(answers, 0, {-1, members}));
}

}  // namespace plumb

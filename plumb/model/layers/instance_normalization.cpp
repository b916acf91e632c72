#include "plumb/model/layers/instance_normalization.h"

#include "plumb/model/layers/group_normalization.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<InstanceNormalization>();

Value InstanceNormalization::build(Scope& scope, Value x) const {
  require(x.rank() >= 3, "needs [rows, …, channels] with places to take a mean over, as images have them");
  const GroupNormalization each{.groups = -1,
                                .axis = axis,
                                .epsilon = epsilon,
                                .center = center,
                                .scale = scale,
                                .beta_initializer = beta_initializer,
                                .gamma_initializer = gamma_initializer,
                                .beta_regularizer = beta_regularizer,
                                .gamma_regularizer = gamma_regularizer,
                                .beta_constraint = beta_constraint,
                                .gamma_constraint = gamma_constraint};
  return each.build(scope, x);
}

}  // namespace plumb

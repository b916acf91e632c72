#include "plumb/model/layers/activity_regularization.h"

#include "plumb/model/layers/activation.h"
#include "plumb/model/regularizers/l1_l2.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<ActivityRegularization>();

Value ActivityRegularization::build(Scope& scope, Value x) const {
  return Layer(ActivationLayer{}).with({.activity_regularizer = L1L2{.l1 = l1, .l2 = l2}}).build(scope, x);
}

}  // namespace plumb

#include "plumb/model/regularizers/l1_l2.h"

#include "plumb/graph/operators.h"
#include "plumb/model/regularizers/l1.h"
#include "plumb/model/regularizers/l2.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Regularizer>().add<L1L2>();

Value L1L2::penalty(Value parameter) const {
  if (l1 == 0) return L2{l2}.penalty(parameter);
  if (l2 == 0) return L1{l1}.penalty(parameter);
  return L1{l1}.penalty(parameter) + L2{l2}.penalty(parameter);
}

}  // namespace plumb

#include "plumb/model/activations/elu.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = add_activation<Elu>();

Value Elu::build(Value x) const { return plumb::elu(x, alpha); }

}  // namespace plumb

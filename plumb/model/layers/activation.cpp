#include "plumb/model/layers/activation.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<ActivationLayer>();

Value ActivationLayer::build(Scope&, Value x) const { return activation.build(x); }

}  // namespace plumb

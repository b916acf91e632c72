#include "plumb/model/layers/activation.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<ActivationLayer>();

bool ActivationLayer::is_shorthand(const Entry& map) {
  return map.fields().size() == 1 && did_you_mean(map.fields().front().name, {shorthand}).empty();
}

Value ActivationLayer::build(Scope&, Value x) const { return activation.build(x); }

}  // namespace plumb

#include "plumb/model/layers/subtract.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/merge.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Subtract>();

Value Subtract::build(Scope&, const Values& inputs) const {
  require(inputs.size() == 2, "takes two inputs, got {}", inputs.size());
  return merged(inputs, plumb::subtract);
}

}  // namespace plumb

#include "plumb/model/layers/average.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/merge.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<AverageLayer>();

Value AverageLayer::build(Scope&, const Values& inputs) const {
  return merged(inputs, plumb::add) / static_cast<double>(inputs.size());
}

}  // namespace plumb

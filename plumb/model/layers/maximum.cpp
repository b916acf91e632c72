#include "plumb/model/layers/maximum.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/merge.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Maximum>();

Value Maximum::build(Scope&, const Values& inputs) const { return merged(inputs, plumb::maximum); }

}  // namespace plumb

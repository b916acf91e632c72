#include "plumb/model/layers/minimum.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/merge.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Minimum>();

Value Minimum::build(Scope&, const Values& inputs) const { return merged(inputs, plumb::minimum); }

}  // namespace plumb

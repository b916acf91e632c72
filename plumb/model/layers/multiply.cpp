#include "plumb/model/layers/multiply.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/merge.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Multiply>();

Value Multiply::build(Scope&, const Values& inputs) const { return merged(inputs, plumb::multiply); }

}  // namespace plumb

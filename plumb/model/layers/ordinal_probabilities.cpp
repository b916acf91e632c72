#include "plumb/model/layers/ordinal_probabilities.h"

#include "plumb/graph/ordinal.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<OrdinalProbabilities>();

Value OrdinalProbabilities::build(Scope&, Value x) const { return ordinal_probabilities(x); }

}  // namespace plumb

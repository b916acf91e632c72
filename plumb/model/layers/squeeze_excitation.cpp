#include "plumb/model/layers/squeeze_excitation.h"

#include <algorithm>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<SqueezeExcitation>();

SqueezeExcitation::SqueezeExcitation(int64_t by) : ratio(by), activation(relu), gate_activation(sigmoid) {}

Value SqueezeExcitation::build(Scope& scope, Value x) const {
  require(x.rank() == 4 && x.type() == Type::f32, "needs images [rows, height, width, channels]");
  const int64_t channels = x.dim(3);
  Value gate = reduce(x, {.axes = {1, 2}, .mean = true});
  gate = Layer(Dense{std::max<int64_t>(channels / ratio, 1), activation}).build(scope, gate);
  gate = Layer(Dense{channels, gate_activation}).build(scope, gate);
  return x * expand(gate, x, {.axes = {1, 2}});
}

}  // namespace plumb

#include "plumb/model/layers/weight_normalization.h"

#include <cmath>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/reparametrised.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<WeightNormalization>();

/// The lengths that a kernel of this shape begins with, along all axes but the last.
static Initial lengths_of(const Shape& shape, const Initial& initial) {
  return [shape, initial](const Shape& lengths, uint64_t seed, float* to) {
    std::vector<float> kernel(static_cast<size_t>(count(shape)));
    initial(shape, seed, kernel.data());
    std::vector<double> squares(static_cast<size_t>(lengths[0]));
    for (size_t i = 0; i < kernel.size(); ++i) squares[i % squares.size()] += std::pow(kernel[i], 2);
    for (size_t k = 0; k < squares.size(); ++k) to[k] = static_cast<float>(std::sqrt(squares[k]));
  };
}

Value WeightNormalization::build(Scope& scope, Value x) const {
  return build_reparametrised(scope, layer, x, [&](const std::string& of, Value v, const Initial& initial) {
    const std::vector<int> axes = inner_axes(v);
    const Value g = scope.parameter_beside(of + "_length", {v.dim(-1)}, lengths_of(v.shape(), initial));
    const Value length = sqrt(reduce(square(v), {.axes = axes}) + 1e-24);  // of zeros: no slope, and nothing to divide
    return v * expand(g / length, v, {.axes = axes});
  });
}

}  // namespace plumb

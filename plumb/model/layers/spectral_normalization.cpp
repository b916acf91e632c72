#include "plumb/model/layers/spectral_normalization.h"

#include <cmath>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/reparametrised.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<SpectralNormalization>();

static Value unit(Value vector) { return stop_gradient(vector / (sqrt(reduce(square(vector), {})) + 1e-12)); }

Value SpectralNormalization::build(Scope& scope, Value x) const {
  return build_reparametrised(scope, layer, x, [&](const std::string& of, Value kernel, const Initial&) {
    const int64_t last = kernel.dim(-1);
    const Value u = scope.state(of + "_u", {1, last}, static_cast<float>(1 / std::sqrt(last)));
    const Value matrix = kernel.rank() == 2 ? kernel : merge_dims(kernel, 0, kernel.rank() - 1);
    Value stretched, next = u;
    for (int64_t step = 0; step < power_iterations; ++step) {
      stretched = matmul(unit(matmul(next, matrix, {.transpose_b = true})), matrix);
      next = unit(stretched);
    }
    scope.update(u, next);
    const Value sigma = reduce(stretched * next, {});
    return kernel / maximum(sigma, kernel.graph().constant(1e-12));  // a kernel of zeros stays one
  });
}

}  // namespace plumb

#include "plumb/model/layers/sine_position_encoding.h"

#include <cmath>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<SinePositionEncoding>();

Value SinePositionEncoding::build(Scope& scope, Value x) const {
  require(x.rank() == 3 && x.type() == Type::f32,
          "needs a sequence of numbers [rows, time, n]; put an `embedding` before it if these are codes");
  const int64_t time = x.dim(1), width = x.dim(2);
  std::vector<float> waves;
  for (int64_t t = 0; t < time; ++t)
    for (int64_t i = 0; i < width; ++i) {
      const double power = static_cast<double>(i / 2 * 2) / static_cast<double>(width);
      const double angle = static_cast<double>(t) / std::pow(max_wavelength, power);
      waves.push_back(static_cast<float>(i % 2 == 0 ? std::sin(angle) : std::cos(angle)));
    }
  const Value table = scope.graph.table(scope.graph.scope + "/waves", {time, width}, waves);
  return x + expand(table, x, {.axes = {0}});
}

}  // namespace plumb

#include "plumb/model/layers/up_sampling1d.h"

#include "plumb/graph/operators.h"
#include "plumb/graph/repeat.h"
#include "plumb/model/layers/sequence_window.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<UpSampling1D>();

Value UpSampling1D::build(Scope& scope, Value x) const {
  require(x.rank() == 3 && x.type() == Type::f32, "needs sequences of numbers [rows, time, n]");
  if (size == 1) return x;
  const Value y = merge_dims(repeat(x, 2, size), 1, 2);
  stretch_lengths(scope, x, y, size, 0);
  return y;
}

}  // namespace plumb

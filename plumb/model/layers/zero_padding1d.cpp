#include "plumb/model/layers/zero_padding1d.h"

#include "plumb/graph/operators.h"
#include "plumb/graph/repeat.h"
#include "plumb/model/layers/sequence_window.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<ZeroPadding1D>();

Value ZeroPadding1D::build(Scope& scope, Value x) const {
  require(x.rank() == 3 && x.type() == Type::f32, "needs sequences of numbers [rows, time, n]");
  const int64_t more = padding[0] + padding[1];
  if (more == 0) return x;
  const Value y = slice_grad(with_padding(scope, x, 0), shaped_like(x, {x.dim(1) + more, x.dim(2)}), 1, padding[0]);
  stretch_lengths(scope, x, y, 1, more);
  return y;
}

}  // namespace plumb

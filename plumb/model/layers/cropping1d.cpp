#include "plumb/model/layers/cropping1d.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/sequence_window.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Cropping1D>();

Value Cropping1D::build(Scope& scope, Value x) const {
  require(x.rank() >= 3, "needs sequences [rows, time, n]");
  const auto [first, last] = cropping;
  require(first + last < x.dim(1), "cropping [{}, {}] leaves nothing of {} steps; crop less", first, last, x.dim(1));
  const Value y = slice(x, 1, first, x.dim(1) - last);
  slide_lengths(scope, x, y, first + last, 1);
  return y;
}

}  // namespace plumb

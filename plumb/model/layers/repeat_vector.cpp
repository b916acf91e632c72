#include "plumb/model/layers/repeat_vector.h"

#include "plumb/graph/repeat.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<RepeatVector>();

Value RepeatVector::build(Scope&, Value x) const {
  require(x.rank() == 2, "needs one line of numbers a row [rows, n]; put `flatten` before it");
  return repeat(x, 1, n);
}

}  // namespace plumb

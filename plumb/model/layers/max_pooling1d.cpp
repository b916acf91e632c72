#include "plumb/model/layers/max_pooling1d.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/sequence_window.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<MaxPooling1D>();

Value MaxPooling1D::build(Scope& scope, Value x) const {
  const Window window = window_on_steps(x, pool_size, strides.value_or(pool_size), padding);
  const Value largest = as_sequence(max_pool2d(as_image(with_padding(scope, x, -3e38)), window));
  slide_lengths(scope, x, largest, padding == Padding::valid ? pool_size - 1 : 0, window.stride[1]);
  const Value y = with_padding(scope, largest, 0);
  if (const Value lengths = scope.lengths_of(largest)) scope.set_lengths(y, lengths);
  return y;
}

}  // namespace plumb

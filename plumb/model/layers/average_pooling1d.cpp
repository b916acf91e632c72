#include "plumb/model/layers/average_pooling1d.h"

#include "plumb/graph/lengths.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/sequence_window.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<AveragePooling1D>();

Value AveragePooling1D::build(Scope& scope, Value x) const {
  const Window window = window_on_steps(x, pool_size, strides.value_or(pool_size), padding);
  const auto mean = [&](Value sequence) { return as_sequence(average_pool2d(as_image(sequence), window)); };
  Value y = mean(with_padding(scope, x, 0));
  const Value lengths = scope.lengths_of(x);
  if (lengths && padding == Padding::same) {  // a window at the end may see both steps and padding
    const Value share = mean(merge_dims(steps_that_count(lengths, x), 2, 0));
    const Value least = x.graph().constant(1.0 / static_cast<double>(pool_size));
    y = y / expand(split_dim(maximum(share, least), 2, {}), y, {.axes = {2}});
  }
  slide_lengths(scope, x, y, padding == Padding::valid ? pool_size - 1 : 0, window.stride[1]);
  return y;
}

}  // namespace plumb

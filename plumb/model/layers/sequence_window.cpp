#include "plumb/model/layers/sequence_window.h"

#include <numeric>

#include "plumb/graph/lengths.h"

namespace plumb {

Window window_on_steps(Value x, int64_t size, int64_t stride, Padding padding) {
  require(x.rank() == 3 && x.type() == Type::f32, "needs sequences of numbers [rows, time, n]");
  require(padding == Padding::same || x.dim(1) >= size,
          "a window of {} steps does not fit into a sequence of {}; write `padding: same`, or pool less before it",
          size, x.dim(1));
  return window_on(as_image(x), {1, size}, {1, stride}, padding);
}

Value with_padding(const Scope& scope, Value sequence, double fill) {
  const Value lengths = scope.lengths_of(sequence);
  if (!lengths) return sequence;
  std::vector<int> inner(static_cast<size_t>(sequence.rank() - 2));
  std::iota(inner.begin(), inner.end(), 2);
  const Value counts = expand(steps_that_count(lengths, sequence), sequence, {.axes = inner});
  return select(counts, sequence, expand(sequence.graph().constant(fill), sequence, {}));
}

Value as_one_step(Scope& scope, Value answer) {
  const Value step = merge_dims(answer, 1, 0);
  scope.set_lengths(step, {});
  return step;
}

// ceil((length - lost) / stride), or 0; half a step keeps the rounding of floats from taking one away.
void slide_lengths(Scope& scope, Value from, Value to, int64_t lost, int64_t stride) {
  const Value lengths = scope.lengths_of(from);
  if (!lengths) return;
  if (lost == 0 && stride == 1) return scope.set_lengths(to, lengths);
  const Value begins = relu(cast(lengths, Type::f32) - static_cast<double>(lost));
  scope.set_lengths(to, cast((begins + (static_cast<double>(stride) - 0.5)) / static_cast<double>(stride), Type::s32));
}

void stretch_lengths(Scope& scope, Value from, Value to, int64_t times, int64_t more) {
  if (const Value lengths = scope.lengths_of(from))
    scope.set_lengths(
        to, cast(affine(cast(lengths, Type::f32), static_cast<double>(times), static_cast<double>(more)), Type::s32));
}

}  // namespace plumb

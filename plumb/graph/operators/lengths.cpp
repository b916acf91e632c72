#include "plumb/graph/lengths.h"

#include <numeric>

#include "plumb/graph/operators.h"

namespace plumb {

Value steps_that_count(Value lengths, Value sequence) {
  require(sequence.rank() >= 2 && lengths.shape() == Shape{sequence.dim(0)} && lengths.type() == Type::s32,
          "the lengths of sequences {} must be s32 [{}], not {} {}", sequence.shape(), sequence.dim(0),
          text(lengths.type()), lengths.shape());
  Value like = sequence;  // lends its first two axes only
  if (like.rank() > 2) {
    std::vector<int> inner(static_cast<size_t>(like.rank() - 2));
    std::iota(inner.begin(), inner.end(), 2);
    like = reduce(like, {.axes = inner});
  }
  Graph& graph = sequence.graph();
  const int64_t time = sequence.dim(1);
  std::vector<float> numbers(static_cast<size_t>(time));
  std::iota(numbers.begin(), numbers.end(), 0.0F);
  const Value number = expand(graph.table("steps of " + std::to_string(time), {time}, numbers), like, {.axes = {0}});
  return positive(expand(cast(lengths, Type::f32), like, {.axes = {1}}) - number);
}

}  // namespace plumb

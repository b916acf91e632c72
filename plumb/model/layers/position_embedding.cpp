#include "plumb/model/layers/position_embedding.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<PositionEmbedding>();

Value PositionEmbedding::build(Scope& scope, Value x) const {
  require(x.rank() == 3 && x.type() == Type::f32,
          "needs a sequence of numbers [rows, time, n]; put an `embedding` before it if these are codes");
  require(x.dim(1) <= sequence_length, "has vectors for {} steps, but the sequence has {}; write `sequence_length: {}`",
          sequence_length, x.dim(1), x.dim(1));
  Value vectors = scope.parameter("embeddings", {sequence_length, x.dim(2)}, initializer);
  if (x.dim(1) < sequence_length) vectors = slice(vectors, 0, 0, x.dim(1));
  return x + expand(vectors, x, {.axes = {0}});
}

}  // namespace plumb

#include "plumb/train/losses/cosine_similarity.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<CosineSimilarity>();

Value CosineSimilarity::per_row(const LossInputs& inputs) const {
  require_numbers(inputs, name);
  const Value p = inputs.prediction, y = inputs.target;
  require(p.dim(-1) > 1, "cosine_similarity compares directions, and one number has none; write `mean_squared_error`");
  const int last = p.rank() - 1;
  const auto dot = [&](Value a, Value b) { return reduce(a * b, {.axes = {last}}); };
  const auto length = [&](Value a) { return sqrt(maximum(dot(a, a), p.graph().constant(1e-16))); };
  return mean_of_row(1 - dot(y, p) / (length(y) * length(p)));
}

}  // namespace plumb

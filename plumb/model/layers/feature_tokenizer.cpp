#include "plumb/model/layers/feature_tokenizer.h"

#include <cmath>

#include "plumb/graph/operators.h"
#include "plumb/graph/operators/grouped_matmul.h"
#include "plumb/model/initializers/random_uniform.h"
#include "plumb/model/layers/embedding.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<FeatureTokenizer>();

Value FeatureTokenizer::build(Scope& scope, const Values& inputs) const {
  require(!inputs.empty(), "needs at least one input");
  const double range = 1 / std::sqrt(static_cast<double>(units));
  const RandomUniform initial{-range, range};
  Values tokens;
  for (const Value input : inputs) {
    const bool is_code = input.type() == Type::s32 && input.rank() == 1;
    require(is_code || (input.type() == Type::f32 && input.rank() == 2),
            "needs numbers [rows, n] or codes [rows]; give other inputs a branch of their own");
    if (is_code) {
      const Embedding vectors{.output_dim = units, .embeddings_initializer = initial};
      tokens.push_back(merge_dims(Layer(vectors).build(scope, input), 1, 0));
    } else {
      const std::string place = tokens.empty() ? "kernel" : fmt::format("kernel_{}", tokens.size());
      tokens.push_back(
          grouped_matmul(merge_dims(input, 2, 0), scope.parameter(place, {input.dim(1), 1, units}, initial)));
    }
  }
  const Value x = tokens.size() == 1 ? tokens[0] : concatenate(tokens, 1);
  return x + expand(scope.parameter("bias", {x.dim(1), units}, initial), x, {.axes = {0}});
}

}  // namespace plumb

#include "plumb/model/layers/embedding.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Embedding>();

Value Embedding::build(Scope& scope, Value codes) const {
  require(codes.type() == Type::s32,
          "needs codes (of categories or words), got {}; feed it a column that is encoded as ordinal",
          text(codes.type()));
  return gather(scope.parameter("embeddings", {input_dim, output_dim}, embeddings_initializer, embeddings_regularizer),
                codes);
}

}  // namespace plumb

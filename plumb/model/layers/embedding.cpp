#include "plumb/model/layers/embedding.h"

#include "plumb/graph/lazy_rows.h"
#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Embedding>();

Value Embedding::build(Scope& scope, Value codes) const {
  require(codes.type() == Type::s32,
          "needs codes (of categories or words), got {}; feed it a column that is encoded as ordinal",
          text(codes.type()));
  const int64_t known = scope.codes_of(codes), vectors = input_dim.value_or(known);
  require(vectors > 0, "cannot tell how many codes there are; say it: `input_dim: 1000`");
  require(vectors >= known, "has vectors for {} codes, but the input has {}; leave `input_dim` out", vectors, known);
  require(
      !sparse || !embeddings_regularizer,
      "`sparse: true` changes only the vectors that a batch looked up, but `embeddings_regularizer` pulls at all of "
      "them; leave one of the two out");
  const Value table = scope.parameter("embeddings", {vectors, output_dim}, embeddings_initializer,
                                      embeddings_regularizer, embeddings_constraint);
  return sparse ? gather_lazily(table, codes) : gather(table, codes);
}

}  // namespace plumb

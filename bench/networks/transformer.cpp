#include "bench/support/network.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/global_average_pooling1d.h"
#include "plumb/model/layers/position_embedding.h"
#include "plumb/model/layers/transformer_encoder.h"

namespace plumb::bench {

static Network transformer(bool drops) {
  const TransformerEncoder block(512, 4, drops ? 0.1 : 0);
  return {{.name = "x", .shape = {100}, .type = Type::s32, .codes = 10000},
          {Embedding{10000, 128}, PositionEmbedding{100}, block, block, GlobalAveragePooling1D{}, Dense{2, softmax}},
          "target"};
}

[[maybe_unused]] static const bool registered = add({.name = "transformer",
                                                     .title = "Transformer, 2 blocks of 128, 4 heads, on 100 tokens",
                                                     .batches = {64},
                                                     .classes = 2,
                                                     .make = transformer});

}  // namespace plumb::bench

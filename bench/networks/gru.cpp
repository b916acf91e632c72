#include "plumb/model/layers/gru.h"
#include "bench/support/network.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/embedding.h"

namespace plumb::bench {

static Network gru(bool) {
  return {{.name = "x", .shape = {100}, .type = Type::s32, .codes = 10000},
          {Embedding{10000, 128}, GRU{128}, Dense{2, softmax}},
          "target"};
}

[[maybe_unused]] static const bool registered =
    add({.name = "gru", .title = "GRU(128) on 100 tokens", .batches = {64}, .classes = 2, .make = gru});

}  // namespace plumb::bench

#include "plumb/model/layers/lstm.h"
#include "bench/support/network.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/embedding.h"

namespace plumb::bench {

static Network lstm(bool) {
  return {{.name = "x", .shape = {100}, .type = Type::s32, .codes = 10000},
          {Embedding{10000, 128}, LSTM{128}, Dense{2, softmax}},
          "target"};
}

[[maybe_unused]] static const bool registered =
    add({.name = "lstm", .title = "LSTM(128) on 100 tokens", .batches = {64}, .classes = 2, .make = lstm});

}  // namespace plumb::bench

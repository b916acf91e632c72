#include "bench/support/network.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"

namespace plumb::bench {

static Network mlp(bool drops) {
  const double rate = drops ? 0.1 : 0;
  return {{.name = "x", .shape = {108}},
          {Dense{256, relu}, Dropout{rate}, Dense{128, relu}, Dropout{rate}, Dense{2, softmax}},
          "target"};
}

[[maybe_unused]] static const bool registered =
    add({.name = "mlp", .title = "MLP 108-256-128-2, dropout", .batches = {256}, .classes = 2, .make = mlp});

}  // namespace plumb::bench

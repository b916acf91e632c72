#include "bench/support/network.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"

namespace plumb::bench {

static Network small_mlp(bool) {
  return {{.name = "x", .shape = {32}}, {Dense{64, relu}, Dense{8, softmax}}, "target"};
}

[[maybe_unused]] static const bool registered =
    add({.name = "small_mlp", .title = "MLP 32-64-8", .batches = {32}, .classes = 8, .make = small_mlp});

}  // namespace plumb::bench

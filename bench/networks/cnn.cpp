#include "bench/support/network.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/max_pooling2d.h"

namespace plumb::bench {

/// The seed of the project: examples/mnist.
static Network cnn(bool) {
  return {{.name = "x", .shape = {28, 28, 1}},
          {Conv2D{32, {3, 3}, relu}, MaxPooling2D{{2, 2}}, Conv2D{64, {3, 3}, relu}, MaxPooling2D{{2, 2}}, Flatten{},
           Dense{10, softmax}},
          "target"};
}

[[maybe_unused]] static const bool registered =
    add({.name = "cnn", .title = "seed CNN", .batches = {32, 128}, .classes = 10, .make = cnn});

}  // namespace plumb::bench

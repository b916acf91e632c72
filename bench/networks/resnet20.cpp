#include "bench/support/network.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/global_average_pooling2d.h"
#include "plumb/model/layers/residual.h"

namespace plumb::bench {

static Conv2D convolution(int64_t filters, int64_t stride = 1) {
  return {.filters = filters, .strides = {stride, stride}, .padding = Padding::same, .use_bias = false};
}

/// Three stages of three blocks on 32x32 colour images (He et al., 2016, section 4.2), with projections as shortcuts.
static Network resnet20(bool) {
  Layers layers{convolution(16), BatchNormalization{}, ActivationLayer{relu}};
  for (const int64_t filters : {16, 32, 64})
    for (const int64_t block : {0, 1, 2})
      layers.emplace_back(
          Residual{.layers = {convolution(filters, filters > 16 && block == 0 ? 2 : 1), BatchNormalization{},
                              ActivationLayer{relu}, convolution(filters), BatchNormalization{}},
                   .activation = relu});
  layers.emplace_back(GlobalAveragePooling2D{});
  layers.emplace_back(Dense{10, softmax});
  return {{.name = "x", .shape = {32, 32, 3}}, layers, "target"};
}

[[maybe_unused]] static const bool registered =
    add({.name = "resnet20", .title = "ResNet-20, CIFAR images", .batches = {128}, .classes = 10, .make = resnet20});

}  // namespace plumb::bench

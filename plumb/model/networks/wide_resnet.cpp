#include "plumb/model/networks/wide_resnet.h"

#include "plumb/graph/operators.h"
#include "plumb/model/initializers/he_normal.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/layers/global_average_pooling2d.h"
#include "plumb/model/layers/residual.h"
#include "plumb/model/networks/image_network.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<WideResNet>();

namespace {

void add_activated(Layers& layers) {
  layers.emplace_back(BatchNormalization{.momentum = 0.9});  // few steps an epoch
  layers.emplace_back(ActivationLayer{relu});
}

Conv2D convolution(int64_t filters, int64_t stride) {
  return {.filters = filters,
          .strides = {stride, stride},
          .padding = Padding::same,
          .use_bias = false,
          .kernel_initializer = HeNormal{}};
}

}  // namespace

Layers WideResNet::image_layers() const {
  if (depth % 6 != 4) throw Error("model: wide_resnet has no depth {}; write 6 n + 4, such as 10, 16, 22 or 28", depth);
  Layers layers{convolution(16, 1)};
  for (int64_t stage = 0; stage < 3; ++stage)
    for (int64_t i = 0; i < (depth - 4) / 6; ++i) {
      const int64_t channels = (16 << stage) * width;
      Layers block;
      add_activated(block);
      block.emplace_back(convolution(channels, stage > 0 && i == 0 ? 2 : 1));
      add_activated(block);
      if (dropout > 0) block.emplace_back(Dropout{dropout});
      block.emplace_back(convolution(channels, 1));
      layers.emplace_back(Residual{block});
    }
  add_activated(layers);
  layers.emplace_back(GlobalAveragePooling2D{});
  return layers;
}

Plan WideResNet::plan(const NetworkContext& context) const {
  return image_plan(
      context, name, [this](const Shape&) { return image_layers(); }, 0);
}

}  // namespace plumb

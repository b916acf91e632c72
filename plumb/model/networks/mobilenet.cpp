#include "plumb/model/networks/mobilenet.h"

#include <algorithm>
#include <cmath>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/depthwise_conv2d.h"
#include "plumb/model/layers/global_average_pooling2d.h"
#include "plumb/model/layers/residual.h"
#include "plumb/model/layers/squeeze_excitation.h"
#include "plumb/model/networks/image_network.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<MobileNet>();

namespace {

struct Stage {
  bool widened;  // blocks are wider within
  int64_t channels, blocks, stride;
};
// Table 2 of the paper, between the first convolution and the last.
constexpr Stage stages[] = {{false, 16, 1, 1}, {true, 24, 2, 2},  {true, 32, 3, 2}, {true, 64, 4, 2},
                            {true, 96, 3, 1},  {true, 160, 3, 2}, {true, 320, 1, 1}};

/// So many channels in steps of 8, as vectors like them.
int64_t scaled(int64_t channels, double width) {
  return std::max<int64_t>(8, 8 * std::lround(static_cast<double>(channels) * width / 8));
}

}  // namespace

Layers MobileNet::image_layers(const Shape& image) const {
  const Activation bounded = registry<Activation>().make(Entry::text("relu6"));
  int64_t left_out = halvings_left_out(image, 5);
  const auto stride_of = [&](int64_t stride) {
    if (stride == 1 || left_out == 0) return stride;
    --left_out;
    return int64_t{1};
  };
  int64_t channels = scaled(32, width);
  Layers layers;
  add_normalized_convolution(layers, channels, 3, stride_of(2), bounded);
  for (const Stage& stage : stages) {
    const int64_t to = scaled(stage.channels, width);
    for (int64_t i = 0; i < stage.blocks; ++i, channels = to) {
      const int64_t stride = i == 0 ? stride_of(stage.stride) : 1;
      Layers block;
      const int64_t within = stage.widened ? channels * expansion : channels;
      if (within > channels) add_normalized_convolution(block, within, 1, 1, bounded);
      block.emplace_back(DepthwiseConv2D{.strides = {stride, stride}, .padding = Padding::same, .use_bias = false});
      block.emplace_back(BatchNormalization{.momentum = 0.9});  // few steps an epoch
      block.emplace_back(ActivationLayer{bounded});
      if (squeeze_excitation) block.emplace_back(SqueezeExcitation{4});
      add_normalized_convolution(block, to, 1, 1, {});
      if (stride == 1 && to == channels)
        layers.emplace_back(Residual{block});
      else
        layers.insert(layers.end(), block.begin(), block.end());
    }
  }
  add_normalized_convolution(layers, std::max<int64_t>(1280, scaled(1280, width)), 1, 1, bounded);
  layers.emplace_back(GlobalAveragePooling2D{});
  return layers;
}

Plan MobileNet::plan(const NetworkContext& context) const {
  return image_plan(
      context, name, [this](const Shape& image) { return image_layers(image); }, dropout);
}

}  // namespace plumb

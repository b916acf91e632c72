#include "plumb/model/networks/resnet.h"

#include <cmath>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/global_average_pooling2d.h"
#include "plumb/model/layers/max_pooling2d.h"
#include "plumb/model/layers/residual.h"
#include "plumb/model/networks/image_network.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<ResNet>();

namespace {

struct Stages {
  std::vector<int64_t> blocks{};
  int64_t first_channels = 64;
  bool narrowed = false;  // blocks of three convolutions
};

Stages stages_of(int64_t depth) {
  if (depth == 18) return {{2, 2, 2, 2}};
  if (depth == 34) return {{3, 4, 6, 3}};
  if (depth == 50) return {{3, 4, 6, 3}, 64, true};
  if (depth == 101) return {{3, 4, 23, 3}, 64, true};
  if (depth % 6 != 2)
    throw Error("model: resnet has no depth {}; write 18, 34, 50 or 101, or 6 n + 2 for small images, such as 20",
                depth);
  const int64_t each = (depth - 2) / 6;
  return {{each, each, each}, 16};
}

Layer block(int64_t channels, int64_t stride, bool narrowed) {
  Layers layers;
  if (narrowed) {
    add_normalized_convolution(layers, channels, 1, 1, relu);
    add_normalized_convolution(layers, channels, 3, stride, relu);
    add_normalized_convolution(layers, 4 * channels, 1, 1, {});
  } else {
    add_normalized_convolution(layers, channels, 3, stride, relu);
    add_normalized_convolution(layers, channels, 3, 1, {});
  }
  return Residual{layers, relu};
}

}  // namespace

Layers ResNet::image_layers(const Shape& image) const {
  const Stages stages = stages_of(depth);
  auto channels = static_cast<int64_t>(std::ceil(static_cast<double>(stages.first_channels) * width));
  Layers layers;
  // Of five halvings two lie before the four stages; the small network has none there.
  const int64_t left_out = stages.blocks.size() == 4 ? halvings_left_out(image, 5) : 2;
  const bool large = left_out == 0;
  add_normalized_convolution(layers, channels, large ? 7 : 3, large ? 2 : 1, relu);
  if (left_out < 2) layers.emplace_back(MaxPooling2D{{3, 3}, {{2, 2}}, Padding::same});
  for (size_t stage = 0; stage < stages.blocks.size(); ++stage, channels *= 2)
    for (int64_t i = 0; i < stages.blocks[stage]; ++i)
      layers.push_back(block(channels, stage > 0 && i == 0 ? 2 : 1, stages.narrowed));
  layers.emplace_back(GlobalAveragePooling2D{});
  return layers;
}

Plan ResNet::plan(const NetworkContext& context) const {
  return image_plan(
      context, name, [this](const Shape& image) { return image_layers(image); }, dropout);
}

}  // namespace plumb

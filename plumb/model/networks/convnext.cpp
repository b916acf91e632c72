#include "plumb/model/networks/convnext.h"

#include <algorithm>
#include <numeric>

#include "plumb/graph/operators.h"
#include "plumb/model/initializers/truncated_normal.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/depthwise_conv2d.h"
#include "plumb/model/layers/drop_path.h"
#include "plumb/model/layers/global_average_pooling2d.h"
#include "plumb/model/layers/layer_normalization.h"
#include "plumb/model/layers/residual.h"
#include "plumb/model/networks/image_network.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<ConvNeXt>();

namespace {

constexpr double epsilon = 1e-6;

Layer normalized() { return LayerNormalization{.epsilon = epsilon}; }

/// Cuts an image into patches of this size.
Layer patches(int64_t filters, int64_t size) {
  return Conv2D{.filters = filters, .kernel_size = {size, size}, .strides = {size, size}, .padding = Padding::same};
}

Layer block(int64_t channels, int64_t kernel_size, double dropped) {
  Layers layers{DepthwiseConv2D{.kernel_size = {kernel_size, kernel_size},
                                .padding = Padding::same,
                                .depthwise_initializer = TruncatedNormal{.stddev = 0.02}},
                normalized(), Dense{4 * channels, gelu}, Dense{channels}};
  if (dropped > 0) layers.emplace_back(DropPath{dropped});
  return Residual{layers};
}

}  // namespace

Layers ConvNeXt::image_layers(const Shape& image) const {
  if (filters.empty() || filters.size() != blocks.size())
    throw Error("model: convnext has {} stages by `filters` and {} by `blocks`; give both as many numbers",
                filters.size(), blocks.size());
  // Two halvings make the patches, and one lies before each later stage.
  const int64_t left_out = halvings_left_out(image, static_cast<int64_t>(filters.size()) + 1);
  Layers layers{patches(filters[0], left_out == 0 ? 4 : left_out == 1 ? 2 : 1), normalized()};
  const int64_t all = std::accumulate(blocks.begin(), blocks.end(), int64_t{0});
  int64_t number = 0;
  for (size_t stage = 0; stage < filters.size(); ++stage) {
    if (stage > 0) {
      layers.push_back(normalized());
      layers.push_back(patches(filters[stage], static_cast<int64_t>(stage) + 1 < left_out ? 1 : 2));
    }
    for (int64_t i = 0; i < blocks[stage]; ++i, ++number)
      layers.push_back(
          block(filters[stage], kernel_size,
                drop_path * static_cast<double>(number) / static_cast<double>(std::max<int64_t>(all - 1, 1))));
  }
  layers.emplace_back(GlobalAveragePooling2D{});
  layers.push_back(normalized());
  return layers;
}

Plan ConvNeXt::plan(const NetworkContext& context) const {
  return image_plan(
      context, name, [this](const Shape& image) { return image_layers(image); }, dropout);
}

}  // namespace plumb

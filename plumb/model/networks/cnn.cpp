#include "plumb/model/networks/cnn.h"

#include <algorithm>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/global_average_pooling2d.h"
#include "plumb/model/layers/max_pooling2d.h"
#include "plumb/model/networks/branches.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<Cnn>();

Cnn::Cnn() : activation(relu) {}

/// So many blocks that 3 to 7 cells are left.
static std::vector<int64_t> filters_for(int64_t size) {
  std::vector<int64_t> filters{32};
  for (size /= 2; size >= 8; size /= 2) filters.push_back(std::min<int64_t>(filters.back() * 2, 256));
  return filters;
}

Layers Cnn::image_layers(const Shape& image) const {
  int64_t size = std::min(image[0], image[1]);
  Layers layers;
  for (const int64_t channels : filters.empty() ? filters_for(size) : filters) {
    for (int64_t i = 0; i < convolutions; ++i) {
      if (batch_normalization) {
        layers.emplace_back(Conv2D{.filters = channels, .padding = Padding::same, .use_bias = false});
        layers.emplace_back(BatchNormalization{.momentum = 0.9});  // few steps an epoch
        layers.emplace_back(ActivationLayer{activation});
      } else {
        layers.emplace_back(Conv2D{.filters = channels, .activation = activation, .padding = Padding::same});
      }
    }
    if (size >= 2) layers.emplace_back(MaxPooling2D{{2, 2}});
    size /= 2;
  }
  // Few cells are kept apart, since where something stands matters; many are averaged.
  if (size > 8)
    layers.emplace_back(GlobalAveragePooling2D{});
  else
    layers.emplace_back(Flatten{});
  return layers;
}

Plan Cnn::plan(const NetworkContext& context) const {
  if (std::none_of(context.inputs.begin(), context.inputs.end(), is_image))
    throw Error("model: cnn needs an image among the inputs, and there is none; write `model: mlp`");
  Plan plan;
  plan.branches = branches_for(context, [this](const InputSpec& input) {
    if (is_image(input)) return image_layers(input.shape);
    Layers layers = flat_layers(input);
    if (!is_code(input)) layers.emplace_back(Dense{64, activation});
    return layers;
  });
  Layers& after = plan.branches.layers;
  if (dropout > 0) after.emplace_back(Dropout{dropout});
  if (units > 0) {
    after.emplace_back(Dense{units, activation});
    if (dropout > 0) after.emplace_back(Dropout{dropout});
  }
  return plan;
}

}  // namespace plumb

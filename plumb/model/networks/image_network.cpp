#include "plumb/model/networks/image_network.h"

#include <algorithm>

#include "plumb/graph/operators.h"
#include "plumb/model/initializers/he_normal.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"

namespace plumb {

int64_t halvings_left_out(const Shape& image, int64_t halvings) {
  int64_t possible = 0;
  for (int64_t size = std::min(image[0], image[1]); size >= 8; size /= 2) ++possible;
  return std::clamp<int64_t>(halvings - possible, 0, halvings);
}

Plan image_plan(const NetworkContext& context, std::string_view network,
                const std::function<Layers(const Shape& image)>& layers, double dropout) {
  if (std::none_of(context.inputs.begin(), context.inputs.end(), is_image))
    throw Error("model: {} needs an image among the inputs, and there is none; write `model: mlp`", network);
  Plan plan;
  plan.branches = branches_for(context, [&](const InputSpec& input) {
    if (is_image(input)) return layers(input.shape);
    Layers others = flat_layers(input);
    if (!is_code(input)) others.emplace_back(Dense{64, relu});
    return others;
  });
  if (dropout > 0) plan.branches.layers.emplace_back(Dropout{dropout});
  return plan;
}

void add_normalized_convolution(Layers& layers, int64_t filters, int64_t kernel_size, int64_t stride,
                                const std::optional<Activation>& activation) {
  layers.emplace_back(Conv2D{.filters = filters,
                             .kernel_size = {kernel_size, kernel_size},
                             .strides = {stride, stride},
                             .padding = Padding::same,
                             .use_bias = false,
                             .kernel_initializer = HeNormal{}});
  layers.emplace_back(BatchNormalization{.momentum = 0.9});  // few steps an epoch
  if (activation) layers.emplace_back(ActivationLayer{*activation});
}

}  // namespace plumb

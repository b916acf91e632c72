#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/initializers/glorot_uniform.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"
#include "plumb/model/layers/padding.h"

namespace plumb {

/// Slides a window of its own over each channel of an image: a convolution that mixes places and no channels.
///
///     depthwise_conv2d: {kernel_size: 3, padding: same}        DepthwiseConv2D{{3, 3}}
///
/// [rows, height, width, channels] becomes [rows, height', width', channels * depth_multiplier]; the results of channel
/// c are those from c * depth_multiplier on. With a `conv2d` of one cell behind it it is a `separable_conv2d`.
struct DepthwiseConv2D {
  std::array<int64_t, 2> kernel_size = {3, 3};
  Activation activation = {};
  std::array<int64_t, 2> strides = {1, 1};
  Padding padding = Padding::valid;
  int64_t depth_multiplier = 1;
  bool use_bias = true;
  Initializer depthwise_initializer = GlorotUniform{};
  Initializer bias_initializer = Zeros{};
  std::optional<Regularizer> depthwise_regularizer = {};
  std::optional<Regularizer> bias_regularizer = {};
  std::optional<Constraint> depthwise_constraint = {};
  std::optional<Constraint> bias_constraint = {};
  std::array<int64_t, 2> dilation_rate = {1, 1};

  static constexpr auto name = "depthwise_conv2d";
  static constexpr auto summary = "A learned window for each channel of an image.";
  static constexpr auto shorthand = "kernel_size";
  static constexpr auto example = "depthwise_conv2d: {kernel_size: 3, padding: same}";
  static void describe(auto& self, auto& field) {
    field("kernel_size", self.kernel_size, "Height and width of the window.", at_least(1));
    field("activation", self.activation, "Applied to the output.");
    field("strides", self.strides, "Cells that the window moves at a time.", at_least(1));
    field("padding", self.padding, "valid: windows inside the image only; same: zeros around, so that size is kept.");
    field("depth_multiplier", self.depth_multiplier, "Windows for each channel.", at_least(1));
    field("use_bias", self.use_bias, "Adds a learned number to each channel of the output.");
    field("depthwise_initializer", self.depthwise_initializer, "How the weights begin.");
    field("bias_initializer", self.bias_initializer, "How the biases begin.");
    field("depthwise_regularizer", self.depthwise_regularizer, "A penalty on the weights.");
    field("bias_regularizer", self.bias_regularizer, "A penalty on the biases.");
    field("depthwise_constraint", self.depthwise_constraint, "What the weights are brought back to after each step.");
    field("bias_constraint", self.bias_constraint, "What the biases are brought back to after each step.");
    field("dilation_rate", self.dilation_rate, "Cells from one tap of the window to the next; needs strides 1.",
          at_least(1));
  }
  Value build(Scope& scope, Value x) const;
};

/// A depthwise kernel [height, width, channels, depth_multiplier], as layers store it, as that of a convolution with a
/// group for each channel, [height, width, 1, channels * depth_multiplier].
Value grouped_kernel(Value depthwise_kernel);

}  // namespace plumb

#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/initializers/glorot_uniform.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"
#include "plumb/model/layers/padding.h"

namespace plumb {

/// A convolution in two steps: a window for each channel, then one linear map of the channels of each cell (Chollet,
/// 2017). Of 3x3 cells and 64 to 64 channels it takes 8 times fewer weights and products than `conv2d`.
///
///     separable_conv2d: {filters: 64, kernel_size: 3, padding: same}        SeparableConv2D{64, {3, 3}}
///
/// [rows, height, width, channels] becomes [rows, height', width', filters].
struct SeparableConv2D {
  int64_t filters = 0;
  std::array<int64_t, 2> kernel_size = {3, 3};
  Activation activation = {};
  std::array<int64_t, 2> strides = {1, 1};
  Padding padding = Padding::valid;
  int64_t depth_multiplier = 1;
  bool use_bias = true;
  Initializer depthwise_initializer = GlorotUniform{};
  Initializer pointwise_initializer = GlorotUniform{};
  Initializer bias_initializer = Zeros{};
  std::optional<Regularizer> depthwise_regularizer = {};
  std::optional<Regularizer> pointwise_regularizer = {};
  std::optional<Regularizer> bias_regularizer = {};
  std::optional<Constraint> depthwise_constraint = {};
  std::optional<Constraint> pointwise_constraint = {};
  std::optional<Constraint> bias_constraint = {};
  std::array<int64_t, 2> dilation_rate = {1, 1};

  static constexpr auto name = "separable_conv2d";
  static constexpr auto summary = "A window for each channel, then a map of channels.";
  static constexpr auto example = "separable_conv2d: {filters: 64, kernel_size: 3, padding: same}";
  static void describe(auto& self, auto& field) {
    field("filters", self.filters, "Channels of the output.", required, at_least(1));
    field("kernel_size", self.kernel_size, "Height and width of the window.", at_least(1));
    field("activation", self.activation, "Applied to the output.");
    field("strides", self.strides, "Cells that the window moves at a time.", at_least(1));
    field("padding", self.padding, "valid: windows inside the image only; same: zeros around, so that size is kept.");
    field("depth_multiplier", self.depth_multiplier, "Windows for each channel.", at_least(1));
    field("use_bias", self.use_bias, "Adds a learned number to each filter.");
    field("depthwise_initializer", self.depthwise_initializer, "How the weights of the windows begin.");
    field("pointwise_initializer", self.pointwise_initializer, "How the weights of the map begin.");
    field("bias_initializer", self.bias_initializer, "How the biases begin.");
    field("depthwise_regularizer", self.depthwise_regularizer, "A penalty on the weights of the windows.");
    field("pointwise_regularizer", self.pointwise_regularizer, "A penalty on the weights of the map.");
    field("bias_regularizer", self.bias_regularizer, "A penalty on the biases.");
    field("depthwise_constraint", self.depthwise_constraint,
          "What the weights of the windows are brought back to after each step.");
    field("pointwise_constraint", self.pointwise_constraint,
          "What the weights of the map are brought back to after each step.");
    field("bias_constraint", self.bias_constraint, "What the biases are brought back to after each step.");
    field("dilation_rate", self.dilation_rate, "Cells from one tap of the window to the next; needs strides 1.",
          at_least(1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

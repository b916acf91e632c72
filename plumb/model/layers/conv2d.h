#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/initializers/glorot_uniform.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"
#include "plumb/model/layers/padding.h"

namespace plumb {

/// Slides a window over an image and applies one learned linear map to what it sees.
///
///     conv2d: {filters: 32, kernel_size: 3, activation: relu}        Conv2D{32, {3, 3}, relu}
///
/// [rows, height, width, channels] becomes [rows, height', width', filters]. With `groups`, channels and filters fall
/// into so many groups in order, and a filter sees the channels of its group only.
struct Conv2D {
  int64_t filters = 0;
  std::array<int64_t, 2> kernel_size = {3, 3};
  Activation activation = {};
  std::array<int64_t, 2> strides = {1, 1};
  Padding padding = Padding::valid;
  bool use_bias = true;
  Initializer kernel_initializer = GlorotUniform{};
  Initializer bias_initializer = Zeros{};
  std::optional<Regularizer> kernel_regularizer = {};
  std::optional<Regularizer> bias_regularizer = {};
  std::optional<Constraint> kernel_constraint = {};
  std::optional<Constraint> bias_constraint = {};
  std::array<int64_t, 2> dilation_rate = {1, 1};
  int64_t groups = 1;

  static constexpr auto name = "conv2d";
  static constexpr auto summary = "A learned window over an image.";
  static constexpr auto example = "conv2d: {filters: 32, kernel_size: 3, activation: relu}";
  static void describe(auto& self, auto& field) {
    field("filters", self.filters, "Channels of the output.", required, at_least(1));
    field("kernel_size", self.kernel_size, "Height and width of the window.", at_least(1));
    field("activation", self.activation, "Applied to the output.");
    field("strides", self.strides, "Cells that the window moves at a time.", at_least(1));
    field("padding", self.padding, "valid: windows inside the image only; same: zeros around, so that size is kept.");
    field("use_bias", self.use_bias, "Adds a learned number to each filter.");
    field("kernel_initializer", self.kernel_initializer, "How the weights begin.");
    field("bias_initializer", self.bias_initializer, "How the biases begin.");
    field("kernel_regularizer", self.kernel_regularizer, "A penalty on the weights.");
    field("bias_regularizer", self.bias_regularizer, "A penalty on the biases.");
    field("kernel_constraint", self.kernel_constraint, "What the weights are brought back to after each step.");
    field("bias_constraint", self.bias_constraint, "What the biases are brought back to after each step.");
    field("dilation_rate", self.dilation_rate, "Cells from one tap of the window to the next; needs strides 1.",
          at_least(1));
    field("groups", self.groups, "Groups of channels; must divide them and the filters.", at_least(1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/initializers/glorot_uniform.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"
#include "plumb/model/layers/padding.h"

namespace plumb {

/// A convolution backwards: each cell lays a learned window, scaled, into a larger image, where windows add up. It
/// makes images larger in decoders: the gradient of `conv2d` by its input (Dumoulin and Visin, 2016).
///
///     conv2d_transpose: {filters: 32, kernel_size: 3, strides: 2, padding: same}        Conv2DTranspose{32, {3, 3}}
///
/// [rows, height, width, channels] becomes [rows, height', width', filters], with a window that is k = dilation *
/// (kernel - 1) + 1 cells high:
///
///     padding   height'                                    with output_padding
///     same      height * stride                            (height - 1) * stride + k % 2 + output_padding
///     valid     (height - 1) * stride + max(k, stride)     (height - 1) * stride + k + output_padding
///
/// The kernel is [height, width, filters, channels].
struct Conv2DTranspose {
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
  std::optional<std::array<int64_t, 2>> output_padding = {};
  std::array<int64_t, 2> dilation_rate = {1, 1};

  static constexpr auto name = "conv2d_transpose";
  static constexpr auto summary = "A convolution backwards: makes an image larger.";
  static constexpr auto example = "conv2d_transpose: {filters: 32, kernel_size: 3, strides: 2, padding: same}";
  static void describe(auto& self, auto& field) {
    field("filters", self.filters, "Channels of the output.", required, at_least(1));
    field("kernel_size", self.kernel_size, "Height and width of the window.", at_least(1));
    field("activation", self.activation, "Applied to the output.");
    field("strides", self.strides, "Cells from one window to the next: how many times larger.", at_least(1));
    field("padding", self.padding, "valid: all that windows cover; same: strides times the size.");
    field("use_bias", self.use_bias, "Adds a learned number to each filter.");
    field("kernel_initializer", self.kernel_initializer, "How the weights begin.");
    field("bias_initializer", self.bias_initializer, "How the biases begin.");
    field("kernel_regularizer", self.kernel_regularizer, "A penalty on the weights.");
    field("bias_regularizer", self.bias_regularizer, "A penalty on the biases.");
    field("kernel_constraint", self.kernel_constraint, "What the weights are brought back to after each step.");
    field("bias_constraint", self.bias_constraint, "What the biases are brought back to after each step.");
    field(
        "output_padding", self.output_padding,
        "Cells added below and at the right; less than the strides. Nothing: as many as make the sizes that `padding` "
        "says.",
        at_least(0));
    field("dilation_rate", self.dilation_rate, "Cells from one tap of the window to the next.", at_least(1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

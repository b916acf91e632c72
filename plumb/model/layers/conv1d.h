#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/initializers/glorot_uniform.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"

namespace plumb {

/// What a window does at the ends of a sequence, in Keras's words.
enum class SequencePadding : uint8_t { valid, same, causal };
constexpr auto names(SequencePadding) { return std::array{"valid", "same", "causal"}; }

/// Slides a window over the steps of a sequence and applies one learned linear map to what it sees.
///
///     conv1d: {filters: 64, kernel_size: 5, padding: same, activation: relu}        Conv1D{64, 5, relu}
///
/// [rows, time, n] becomes [rows, time', filters]. Steps that are padding count as zeros, so an answer does not depend
/// on how far a sequence was padded; of a valid window only those results count that saw no padding.
struct Conv1D {
  int64_t filters = 0;
  int64_t kernel_size = 3;
  Activation activation = {};
  int64_t strides = 1;
  SequencePadding padding = SequencePadding::valid;
  bool use_bias = true;
  Initializer kernel_initializer = GlorotUniform{};
  Initializer bias_initializer = Zeros{};
  std::optional<Regularizer> kernel_regularizer = {};
  std::optional<Regularizer> bias_regularizer = {};
  std::optional<Constraint> kernel_constraint = {};
  std::optional<Constraint> bias_constraint = {};
  int64_t dilation_rate = 1;
  int64_t groups = 1;

  static constexpr auto name = "conv1d";
  static constexpr auto summary = "A learned window over the steps of a sequence.";
  static constexpr auto example = "conv1d: {filters: 64, kernel_size: 5, activation: relu}";
  static void describe(auto& self, auto& field) {
    field("filters", self.filters, "Channels of the output.", required, at_least(1));
    field("kernel_size", self.kernel_size, "Steps of the window.", at_least(1));
    field("activation", self.activation, "Applied to the output.");
    field("strides", self.strides, "Steps that the window moves at a time.", at_least(1));
    field("padding", self.padding,
          "valid: windows inside the sequence only; same: zeros around, so that its length is kept; causal: zeros "
          "before it, so that no step sees a later one.");
    field("use_bias", self.use_bias, "Adds a learned number to each filter.");
    field("kernel_initializer", self.kernel_initializer, "How the weights begin.");
    field("bias_initializer", self.bias_initializer, "How the biases begin.");
    field("kernel_regularizer", self.kernel_regularizer, "A penalty on the weights.");
    field("bias_regularizer", self.bias_regularizer, "A penalty on the biases.");
    field("kernel_constraint", self.kernel_constraint, "What the weights are brought back to after each step.");
    field("bias_constraint", self.bias_constraint, "What the biases are brought back to after each step.");
    field("dilation_rate", self.dilation_rate, "Steps from one tap of the window to the next; needs strides 1.",
          at_least(1));
    field("groups", self.groups, "Groups of channels; must divide them and the filters.", at_least(1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

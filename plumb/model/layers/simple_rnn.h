#pragma once

#include "plumb/model/initializers/glorot_uniform.h"
#include "plumb/model/initializers/orthogonal.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"

namespace plumb {

enum class RecurrentActivation : uint8_t { tanh, relu };
constexpr auto names(RecurrentActivation) { return std::array{"tanh", "relu"}; }

/// A plain recurrent network (Elman, 1990): [rows, time, n] becomes the last state [rows, units], or with
/// `return_sequences` the states of all steps [rows, time, units].
///
///     simple_rnn: 32        SimpleRNN{32}
///
/// Lengths and `go_backwards`: as for lstm.
struct SimpleRNN {
  int64_t units = 0;
  RecurrentActivation activation = RecurrentActivation::tanh;
  bool return_sequences = false;
  bool go_backwards = false;
  double dropout = 0;
  bool use_bias = true;
  Initializer kernel_initializer = GlorotUniform{};
  Initializer recurrent_initializer = Orthogonal{};
  Initializer bias_initializer = Zeros{};
  std::optional<Regularizer> kernel_regularizer = {};
  std::optional<Regularizer> recurrent_regularizer = {};
  std::optional<Regularizer> bias_regularizer = {};
  std::optional<Constraint> kernel_constraint = {};
  std::optional<Constraint> recurrent_constraint = {};
  std::optional<Constraint> bias_constraint = {};

  static constexpr auto name = "simple_rnn";
  static constexpr auto summary = "A plain recurrent network over the steps of a sequence.";
  static constexpr auto shorthand = "units";
  static constexpr auto example = "simple_rnn: {units: 32, return_sequences: true}";
  static void describe(auto& self, auto& field) {
    field("units", self.units, "Width of the state.", required, at_least(1));
    field("activation", self.activation, "Applied to the state.");
    field("return_sequences", self.return_sequences, "All states come out, not only the last one.");
    field("go_backwards", self.go_backwards, "From the last step to the first.");
    field("dropout", self.dropout, "Share of the inputs that are dropped while training.", from_below(0, 1));
    field("use_bias", self.use_bias, "Adds a learned number to each unit.");
    field("kernel_initializer", self.kernel_initializer, "How the weights of the input begin.");
    field("recurrent_initializer", self.recurrent_initializer, "How the weights of the state begin.");
    field("bias_initializer", self.bias_initializer, "How the biases begin.");
    field("kernel_regularizer", self.kernel_regularizer, "A penalty on the weights of the input.");
    field("recurrent_regularizer", self.recurrent_regularizer, "A penalty on the weights of the state.");
    field("bias_regularizer", self.bias_regularizer, "A penalty on the biases.");
    field("kernel_constraint", self.kernel_constraint,
          "What the weights of the input are brought back to after each step.");
    field("recurrent_constraint", self.recurrent_constraint,
          "What the weights of the state are brought back to after each step.");
    field("bias_constraint", self.bias_constraint, "What the biases are brought back to after each step.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

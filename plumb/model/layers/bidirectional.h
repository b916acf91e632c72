#pragma once

#include "plumb/model/layer.h"

namespace plumb {

enum class MergeMode : uint8_t { concat, sum, mul, ave };
constexpr auto names(MergeMode) { return std::array{"concat", "sum", "mul", "ave"}; }

/// A recurrent layer over the sequence in both directions, each with weights of its own (Schuster and Paliwal, 1997).
///
///     bidirectional: {layer: {lstm: 64}}        Bidirectional{LSTM{64}}
///
/// With `return_sequences` in the layer, the two states of each step meet; else the last state of each direction. The
/// way back is the same layer with weights of its own, or `backward_layer`, which must go the other way.
struct Bidirectional {
  std::optional<Layer> layer = {};
  MergeMode merge_mode = MergeMode::concat;
  std::optional<Layer> backward_layer = {};

  static constexpr auto name = "bidirectional";
  static constexpr auto summary = "A recurrent layer over the sequence in both directions.";
  static constexpr auto example = "bidirectional: {layer: {lstm: 64}, merge_mode: sum}";
  static void describe(auto& self, auto& field) {
    field("layer", self.layer, "simple_rnn, lstm or gru.", required);
    field("merge_mode", self.merge_mode, "How the directions meet.");
    field("backward_layer", self.backward_layer, "The layer of the way back, where it is another one.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

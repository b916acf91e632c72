#pragma once

#include "plumb/model/initializers/random_uniform.h"
#include "plumb/model/layer.h"

namespace plumb {

/// Adds a learned vector to each step of a sequence, by its place: [rows, time, n] stays as it is.
///
///     position_embedding: {sequence_length: 100}        PositionEmbedding{100}
struct PositionEmbedding {
  int64_t sequence_length = 0;
  Initializer initializer = RandomUniform{};

  static constexpr auto name = "position_embedding";
  static constexpr auto summary = "Adds a learned vector for each place in a sequence.";
  static constexpr auto shorthand = "sequence_length";
  static constexpr auto example = "position_embedding: {sequence_length: 100}";
  static void describe(auto& self, auto& field) {
    field("sequence_length", self.sequence_length, "Most steps that a sequence has.", required, at_least(1));
    field("initializer", self.initializer, "How the vectors begin.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

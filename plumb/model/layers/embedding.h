#pragma once

#include <optional>

#include "plumb/model/initializers/random_uniform.h"
#include "plumb/model/layer.h"

namespace plumb {

/// A learned vector for each code: [rows, …] of codes from 0 becomes [rows, …, output_dim].
///
///     embedding: {input_dim: 1000, output_dim: 16}        Embedding{1000, 16}
///     embedding: {output_dim: 16}                         // of an input that knows how many codes it has
///     embedding: {output_dim: 16, sparse: true}           // large tables: a step costs what its batch looked up
///
/// With `sparse` a step changes only the vectors that its batch looked up. It is another rule than the dense one: with
/// Adam, a vector that is not looked up keeps its moments (which otherwise fade) and its place (which otherwise drifts
/// on by them), weight decay reaches a vector only when it is looked up, and steps are counted for the whole network.
/// With SGD without momentum and weight decay both rules are the same.
struct Embedding {
  std::optional<int64_t> input_dim = {};
  int64_t output_dim = 0;
  Initializer embeddings_initializer = RandomUniform{};
  std::optional<Regularizer> embeddings_regularizer = {};
  std::optional<Constraint> embeddings_constraint = {};
  bool sparse = false;

  static constexpr auto name = "embedding";
  static constexpr auto summary = "A learned vector for each code.";
  static constexpr auto example = "embedding: {input_dim: 1000, output_dim: 16}";
  static void describe(auto& self, auto& field) {
    field("input_dim", self.input_dim, "Number of different codes; nothing: those of the input.", at_least(1));
    field("output_dim", self.output_dim, "Length of a vector.", required, at_least(1));
    field("embeddings_initializer", self.embeddings_initializer, "How the vectors begin.");
    field("embeddings_regularizer", self.embeddings_regularizer, "A penalty on the vectors.");
    field("embeddings_constraint", self.embeddings_constraint, "What the vectors are brought back to after each step.");
    field("sparse", self.sparse,
          "A step changes only the vectors that its batch looked up, moments included: fast for large tables.");
  }
  Value build(Scope& scope, Value codes) const;
};

}  // namespace plumb

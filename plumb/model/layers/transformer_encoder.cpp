#include "plumb/model/layers/transformer_encoder.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/layers/layer_normalization.h"
#include "plumb/model/layers/multi_head_attention.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<TransformerEncoder>();

TransformerEncoder::TransformerEncoder() : activation(relu) {}
TransformerEncoder::TransformerEncoder(int64_t intermediate, int64_t heads, double drop)
    : intermediate_dim(intermediate), num_heads(heads), dropout(drop), activation(relu) {}

Value TransformerEncoder::build(Scope& scope, Value x) const {
  require(x.rank() == 3 && x.type() == Type::f32,
          "needs a sequence of numbers [rows, time, n]; put an `embedding` before it if these are codes");
  const auto through = [&](const Layers& layers, Value y) {
    for (const Layer& layer : layers) y = layer.build(scope, y);
    return y;
  };
  const Layers drop = dropout > 0 ? Layers{Dropout{dropout}} : Layers{};
  const Layer normalize = LayerNormalization{.epsilon = layer_norm_epsilon};
  const auto branch = [&](Value from, Layers layers) {
    layers.insert(layers.end(), drop.begin(), drop.end());
    if (normalize_first) return from + through(layers, normalize.build(scope, from));
    return normalize.build(scope, from + through(layers, from));
  };
  x = branch(x, {MultiHeadAttention{.num_heads = num_heads, .dropout = dropout, .causal = causal}});
  Layers maps{Dense{.units = intermediate_dim, .activation = activation}};
  maps.insert(maps.end(), drop.begin(), drop.end());
  maps.emplace_back(Dense{.units = x.dim(2)});
  return branch(x, maps);
}

}  // namespace plumb

#include "plumb/model/layers/multi_head_attention.h"

#include "plumb/graph/operators/attention.h"
#include "plumb/model/layers/dense.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<MultiHeadAttention>();

Value MultiHeadAttention::build(Scope& scope, Value x) const {
  require(x.rank() == 3 && x.type() == Type::f32,
          "needs a sequence of numbers [rows, time, n]; put an `embedding` before it if these are codes");
  const int64_t width = x.dim(2);
  require(key_dim || width % num_heads == 0,
          "{} numbers a step are not divided by {} heads; say `key_dim`, or take another number of heads", width,
          num_heads);
  const int64_t inner = num_heads * key_dim.value_or(width / num_heads);
  // Each of the three begins as if it were alone.
  const Initializer three = kernel_initializer;
  const Value qkv = Layer(Dense{.units = 3 * inner, .use_bias = use_bias, .kernel_initializer = three}).build(scope, x);
  const Attention options{.heads = num_heads,
                          .causal = causal,
                          .drop = {.rate = scope.training ? dropout : 0, .seed = scope.seed, .stream = scope.stream()}};
  const Value step = options.drop.rate > 0 ? scope.step() : Value();
  const Value seen = attention(qkv, scope.lengths_of(x), step, options);
  return Layer(Dense{.units = width, .use_bias = use_bias, .kernel_initializer = kernel_initializer})
      .build(scope, seen);
}

}  // namespace plumb

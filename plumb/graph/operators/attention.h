#pragma once

#include "plumb/graph/operators.h"

/// Attention of the steps of a sequence to each other (Vaswani et al., 2017).
namespace plumb {

struct Attention {
  int64_t heads = 1;
  bool causal = false;   // a step sees itself and those before it
  int64_t window = 0;    // a step sees those less than so many steps away; 0: all
  bool lengths = false;  // the second input: s32 [n], steps of each sequence; those after are padding
  RandomMask drop = {};  // of the probabilities; rate 0: none, and no step is read
  void fields(auto f) const {
    f("heads", heads), f("causal", causal), f("window", window), f("lengths", lengths);
    f("rate", drop.rate), f("seed", drop.seed), f("stream", drop.stream);
  }
};

/// Queries, keys and values beside each other, qkv [n, time, 3 * width], become [n, time, width]. Head h has the
/// columns h * size ... (h + 1) * size of each of the three, with size = width / heads:
///
///     y = softmax(q k^T / sqrt(size)) v
///
/// Padding is neither read nor computed: its rows of y are 0, and no gradient reaches it. `lengths` may be empty;
/// `step` is read where probabilities are dropped.
Value attention(Value qkv, Value lengths, Value step, const Attention& options);
/// Its derivative by qkv.
Value attention_grad(Value qkv, Value dy, Value lengths, Value step, const Attention& options);

struct AttentionMask {
  bool causal = false;
  int64_t window = 0;
  bool lengths = false;
  void fields(auto f) const { f("causal", causal), f("window", window), f("lengths", lengths); }
  /// Of steps that are no padding.
  bool sees(int64_t query, int64_t key) const {
    return (!causal || key <= query) && (window == 0 || (key - query < window && query - key < window));
  }
};
/// 1 where the query of the third axis may see the key of the fourth, else 0; like the scores [n, heads, time, time].
Value attention_mask(Value scores, Value lengths, bool causal, int64_t window = 0);

}  // namespace plumb

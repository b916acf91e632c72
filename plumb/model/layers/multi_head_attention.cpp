#include "plumb/model/layers/multi_head_attention.h"

#include <algorithm>
#include <cmath>

#include "plumb/graph/operators/attention.h"
#include "plumb/graph/repeat.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/feature_axes.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<MultiHeadAttention>();

namespace {

/// [rows, …, n] as sequences [rows * others, time, n] of the places that look at each other, and back.
class Sequences {
 public:
  Sequences(Value x, const std::vector<int64_t>& attention_axes) : rank_(x.rank()) {
    if (!attention_axes.empty()) steps_ = feature_axes(x, attention_axes);
    require(steps_.empty() || steps_.back() + 1 < rank_,
            "takes no `attention_axes` of {}, the last axis, which holds what a place is; write 1 to {}", rank_ - 1,
            rank_ - 2);
    for (int axis = 1; axis + 1 < rank_; ++axis)
      if (attention_axes.empty())
        steps_.push_back(axis);
      else if (std::find(steps_.begin(), steps_.end(), axis) == steps_.end())
        others_.push_back(axis);
    for (const int axis : steps_) step_sizes_.push_back(x.dim(axis));
    for (const int axis : others_) other_sizes_.push_back(x.dim(axis));
  }

  Value apart(Value x) const {
    const auto others = static_cast<int>(others_.size()), steps = static_cast<int>(steps_.size());
    Value y = permute(x, order());
    if (steps > 1) y = merge_dims(y, 1 + others, steps);
    return others > 0 ? merge_dims(y, 0, 1 + others) : y;
  }

  Value together(Value y) const {
    const auto others = static_cast<int>(others_.size());
    Shape rows{-1};
    rows.insert(rows.end(), other_sizes_.begin(), other_sizes_.end());
    if (others > 0) y = split_dim(y, 0, rows);
    if (steps_.size() > 1) y = split_dim(y, 1 + others, step_sizes_);
    std::vector<int> back(static_cast<size_t>(rank_));
    int place = 0;
    for (const int axis : order()) back[static_cast<size_t>(axis)] = place++;
    return permute(y, back);
  }

  /// The lengths of the sequences from those of x, which count its second axis. Where that is no step of them, there is
  /// no padding in them: what stands behind an end sees its like only.
  Value lengths(Value of_x) const {
    if (!of_x || steps_.front() != 1) return {};
    if (steps_.size() == 1 && others_.empty()) return of_x;
    Value steps = cast(of_x, Type::f32) * static_cast<double>(count(step_sizes_) / step_sizes_.front());
    if (const int64_t others = count(other_sizes_); others > 1) steps = merge_dims(repeat(steps, 1, others), 0, 2);
    return cast(steps, Type::s32);
  }

 private:
  std::vector<int> order() const {
    std::vector<int> order{0};
    order.insert(order.end(), others_.begin(), others_.end());
    order.insert(order.end(), steps_.begin(), steps_.end());
    order.push_back(rank_ - 1);
    return order;
  }

  int rank_ = 0;
  std::vector<int> others_, steps_;
  Shape other_sizes_, step_sizes_;
};

/// The heads [n, time, heads * from] with each of them `to` numbers long: zeros behind, or what is behind cut off.
Value resized_heads(Value x, int64_t heads, int64_t to) {
  if (x.dim(2) == heads * to) return x;
  const Value y = split_dim(x, 2, {heads, -1});
  return merge_dims(y.dim(3) > to ? slice(y, 3, 0, to) : slice_grad(y, shaped_like(y, {y.dim(1), heads, to}), 3, 0), 2,
                    2);
}

/// Attention of heads whose values are not as long as their keys: zeros make them so, which change no product; but
/// `attention` divides the scores by the root of the longer size.
Value uneven_attention(Value qkv, Value lengths, Value step, const Attention& options, int64_t key, int64_t value) {
  const int64_t size = std::max(key, value), keys = options.heads * key;
  const auto part = [&](int64_t from, int64_t to) {
    return resized_heads(slice(qkv, 2, from, to), options.heads, size);
  };
  const Value queries = part(0, keys) * std::sqrt(static_cast<double>(size) / static_cast<double>(key));
  const Value even = concatenate({queries, part(keys, 2 * keys), part(2 * keys, qkv.dim(2))}, 2);
  return resized_heads(attention(even, lengths, step, options), options.heads, value);
}

}  // namespace

Value MultiHeadAttention::build(Scope& scope, Value x) const {
  require(x.rank() >= 3 && x.type() == Type::f32,
          "needs a sequence of numbers [rows, time, n]; put an `embedding` before it if these are codes");
  const int64_t width = x.dim(-1);
  require(key_dim || width % num_heads == 0,
          "{} numbers a step are not divided by {} heads; say `key_dim`, or take another number of heads", width,
          num_heads);
  const int64_t key = key_dim.value_or(width / num_heads), value = value_dim.value_or(key);
  const auto map = [&](Value from, int64_t units, const Activation& activation) {
    return Layer(Dense{.units = units,
                       .activation = activation,
                       .use_bias = use_bias,
                       .kernel_initializer = kernel_initializer,
                       .bias_initializer = bias_initializer,
                       .kernel_regularizer = kernel_regularizer,
                       .bias_regularizer = bias_regularizer,
                       .kernel_constraint = kernel_constraint,
                       .bias_constraint = bias_constraint})
        .with({.activity_regularizer = activity_regularizer})
        .build(scope, from);
  };
  const Sequences sequences(x, attention_axes);
  const Value qkv = sequences.apart(map(x, num_heads * (2 * key + value), {}));
  const Attention options{.heads = num_heads,
                          .causal = causal,
                          .window = sliding_window.value_or(0),
                          .drop = {.rate = scope.training ? dropout : 0, .seed = scope.seed, .stream = scope.stream()}};
  const Value step = options.drop.rate > 0 ? scope.step() : Value(), lengths = sequences.lengths(scope.lengths_of(x));
  Value seen = sequences.together(key == value ? attention(qkv, lengths, step, options)
                                               : uneven_attention(qkv, lengths, step, options, key, value));
  if (use_gate) seen = seen * map(x, num_heads * value, sigmoid);
  const Value y = map(seen, output_shape.empty() ? width : count(output_shape), {});
  return output_shape.size() > 1 ? split_dim(y, y.rank() - 1, output_shape) : y;
}

}  // namespace plumb

#include "plumb/graph/operators/attention.h"

#include <cmath>

#include "plumb/graph/operators/rules.h"

/// attention and its derivative, composite. With p the probabilities, m the factors of dropout on them and g = dy v^T
/// m:
///     dv = (p m)^T dy,   ds = p (g - sum of g p),   dq = ds k / sqrt(size),   dk = ds^T q / sqrt(size).
namespace plumb {
namespace {

constexpr double never = -1e30;  // a score whose exponential is 0

const Attention& options(const Node& n) { return n.options.as<Attention>(); }

/// The optional inputs, which come after the first `fixed` ones.
Value lengths_of(const Node& n, size_t fixed) { return options(n).lengths ? n.in[fixed] : Value(); }
Value step_of(const Node& n, size_t fixed) {
  return options(n).drop.rate > 0 ? n.in[fixed + (options(n).lengths ? 1 : 0)] : Value();
}

void check(const Node& n, size_t fixed) {
  const Value qkv = n.in[0], lengths = lengths_of(n, fixed), step = step_of(n, fixed);
  const auto& name = n.op->name;
  const int64_t heads = options(n).heads;
  require(options(n).window >= 0, "{}: a window is of 1 step or more, not {}", name, options(n).window);
  require(qkv.rank() == 3 && heads >= 1 && qkv.dim(2) % (3 * heads) == 0,
          "{}: needs [n, time, 3 * width] with a width that {} heads divide, not {}", name, heads, qkv.shape());
  if (lengths) {
    require(lengths.type() == Type::s32, "{}: lengths must be s32, not {}; cast them", name, text(lengths.type()));
    require(lengths.shape() == Shape{qkv.dim(0)}, "{}: lengths {} are not one a row of {}", name, lengths.shape(),
            qkv.shape());
  }
  if (step)
    require(step.rank() == 0 && step.type() == Type::s32, "{}: step must be one s32, not {} {}, for {}", name,
            text(step.type()), step.shape(), qkv.shape());
}

Shape result_shape(Value qkv) { return {qkv.dim(0), qkv.dim(1), qkv.dim(2) / 3}; }

/// [n, time, width] as [n, heads, time, size], and back.
Value apart(Value x, int64_t heads) { return permute(split_dim(x, 2, {heads, -1}), {0, 2, 1, 3}); }
Value together(Value x) { return merge_dims(permute(x, {0, 2, 1, 3}), 2, 2); }

struct Parts {
  Value q, k, v;  // [n, heads, time, size]
  Value p, kept;  // [n, heads, time, time]; after dropout
  Value factors;  // of dropout; may be empty
  double scale = 1;
};

Parts parts(const Node& n, size_t fixed) {
  const Value qkv = n.in[0], lengths = lengths_of(n, fixed);
  const auto& o = options(n);
  const int64_t width = qkv.dim(2) / 3;
  const auto part = [&](int64_t i) { return apart(slice(qkv, 2, i * width, (i + 1) * width), o.heads); };
  Parts parts{.q = part(0), .k = part(1), .v = part(2), .p = {}, .kept = {}, .factors = {}};
  parts.scale = 1 / std::sqrt(static_cast<double>(width / o.heads));
  Value scores = matmul(parts.q, parts.k, {.transpose_b = true}) * parts.scale;
  if (lengths || o.causal || o.window > 0) {
    const Value mask = attention_mask(scores, lengths, o.causal, o.window);
    scores = select(mask, scores, scores.graph().constant(never, scores.type()));
    parts.p = softmax(scores) * mask;  // a step of padding sees nothing at all
  } else {
    parts.p = softmax(scores);
  }
  parts.kept = parts.p;
  if (o.drop.rate > 0) {
    parts.factors = random_mask(parts.p, step_of(n, fixed), o.drop);
    parts.kept = parts.p * parts.factors;
  }
  return parts;
}

int64_t products(const Node& n, int64_t times) {
  const Value qkv = n.in[0];
  return times * qkv.dim(0) * qkv.dim(1) * qkv.dim(1) * (qkv.dim(2) / 3);
}

Values inputs(const Values& first, Value lengths, Value step) {
  Values all = first;
  if (lengths) all.push_back(lengths);
  if (step) all.push_back(step);
  return all;
}

const Operator& op = define({
    .name = "attention",  // (qkv, lengths?, step?)
    .shape =
        [](const Node& n) {
          check(n, 1);
          return result_shape(n.in[0]);
        },
    .gradient =
        [](const Node& n, Value dy) {
          Values d(n.in.size());
          d[0] = attention_grad(n.in[0], dy, lengths_of(n, 1), step_of(n, 1), options(n));
          return d;
        },
    .decompose =
        [](const Node& n) {
          const Parts x = parts(n, 1);
          return together(matmul(x.kept, x.v));
        },
    .multiply_adds = [](const Node& n) { return products(n, 2); },
});

const Operator& grad_op = define({
    .name = "attention_grad",  // (qkv, dy, lengths?, step?)
    .shape =
        [](const Node& n) {
          check(n, 2);
          require(n.in[1].shape() == result_shape(n.in[0]), "attention_grad: dy is {}, but {} gives {}",
                  n.in[1].shape(), n.in[0].shape(), result_shape(n.in[0]));
          return n.in[0].shape();
        },
    .decompose =
        [](const Node& n) {
          const Parts x = parts(n, 2);
          const Value dy = apart(n.in[1], options(n).heads);
          Value dp = matmul(dy, x.v, {.transpose_b = true});
          if (x.factors) dp = dp * x.factors;
          const Value ds = x.p * (dp - expand(reduce(dp * x.p, {.axes = {-1}}), dp, {.axes = {-1}})) * x.scale;
          const Value dq = matmul(ds, x.k), dk = matmul(ds, x.q, {.transpose_a = true});
          const Value dv = matmul(x.kept, dy, {.transpose_a = true});
          return concatenate({together(dq), together(dk), together(dv)}, 2);
        },
    .multiply_adds = [](const Node& n) { return products(n, 5); },
});

}  // namespace

Value attention(Value qkv, Value lengths, Value step, const Attention& o) {
  Attention said = o;
  said.lengths = static_cast<bool>(lengths);
  return apply(op, inputs({qkv}, lengths, o.drop.rate > 0 ? step : Value()), said);
}

Value attention_grad(Value qkv, Value dy, Value lengths, Value step, const Attention& o) {
  Attention said = o;
  said.lengths = static_cast<bool>(lengths);
  return apply(grad_op, inputs({qkv, dy}, lengths, o.drop.rate > 0 ? step : Value()), said);
}

}  // namespace plumb

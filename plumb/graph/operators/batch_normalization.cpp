#include "plumb/graph/operators/rules.h"

/// batch_normalization: each channel (of the last axis) to mean 0 and variance 1 over the batch, then scaled and
/// shifted (Ioffe and Szegedy, 2015):
///     z = (x - mean) / sqrt(variance + epsilon),  y = z gamma + beta.
/// With n numbers a channel, a = sum of dy and b = sum of dy z, the derivatives are
///     by x: gamma (dy - a / n - z b / n) / sqrt(variance + epsilon),  by gamma: b,  by beta: a.
/// It is made of four operators, one for each walk over x: the moments, y, the sums and the derivative by x.
namespace plumb {
namespace {

double epsilon(const Node& n) { return n.options.as<Number>().value; }

/// The axes before the last.
Over rows(Value x, bool mean = false) {
  Over over{.mean = mean};
  for (int axis = 0; axis + 1 < x.rank(); ++axis) over.axes.push_back(axis);
  return over;
}
Value spread(Value channels, Value x) { return expand(channels, x, rows(x)); }

/// Two vectors of channels as the rows of a matrix.
Value rows_of(Value first, Value second) { return concatenate({merge_dims(first, 0, 0), merge_dims(second, 0, 0)}, 0); }
Value row(Value matrix, int64_t which) { return merge_dims(slice(matrix, 0, which, which + 1), 0, 2); }

Value centred(Value x, Value moments) { return x - spread(row(moments, 0), x); }
Value deviation(const Node& n, Value moments) { return sqrt(row(moments, 1) + epsilon(n)); }
Value normalized(const Node& n) {  // x and moments come first
  const Value x = n.in[0], moments = n.in[1];
  return centred(x, moments) / spread(deviation(n, moments), x);
}

void check_x(const Node& n) {
  require(n.in[0].rank() >= 2, "{}: needs rows and channels, not {}", n.op->name, n.in[0].shape());
}
void check_pair(const Node& n, size_t k, const char* what) {
  require(n.in[k].shape() == Shape{2, n.in[0].dim(-1)}, "{}: {} {} must be [2, channels] of {}", n.op->name, what,
          n.in[k].shape(), n.in[0].shape());
}
void check_channels(const Node& n, size_t k, const char* what) {
  require(n.in[k].shape() == Shape{n.in[0].dim(-1)}, "{}: {} {} must be the last axis of {}", n.op->name, what,
          n.in[k].shape(), n.in[0].shape());
}
void check_like(const Node& n, size_t k, const char* what) {
  require(n.in[k].shape() == n.in[0].shape(), "{}: {} {} must be like x, {}", n.op->name, what, n.in[k].shape(),
          n.in[0].shape());
}

const Operator& moments_op = define({
    .name = "channel_moments",  // (x): [2, channels], mean and biased variance
    .shape =
        [](const Node& n) {
          check_x(n);
          return Shape{2, n.in[0].dim(-1)};
        },
    .decompose =
        [](const Node& n) {
          const Value x = n.in[0], mean = reduce(x, rows(x, true));
          return rows_of(mean, reduce(square(x - spread(mean, x)), rows(x, true)));
        },
});

const Operator& normalize_op = define({
    .name = "normalize_channels",  // (x, moments, gamma, beta)
    .shape =
        [](const Node& n) {
          check_x(n);
          check_pair(n, 1, "moments");
          check_channels(n, 2, "gamma");
          check_channels(n, 3, "beta");
          return n.in[0].shape();
        },
    .decompose =
        [](const Node& n) {
          const Value x = n.in[0], moments = n.in[1], gamma = n.in[2], beta = n.in[3];
          return centred(x, moments) * spread(gamma / deviation(n, moments), x) + spread(beta, x);
        },
});

const Operator& sums_op = define({
    .name = "normalize_channels_sums",  // (x, moments, dy): [2, channels], the sums of dy and of dy z
    .shape =
        [](const Node& n) {
          check_x(n);
          check_pair(n, 1, "moments");
          check_like(n, 2, "dy");
          return Shape{2, n.in[0].dim(-1)};
        },
    .decompose =
        [](const Node& n) {
          const Value x = n.in[0], dy = n.in[2];
          return rows_of(reduce(dy, rows(x)), reduce(dy * normalized(n), rows(x)));
        },
});

const Operator& grad_op = define({
    .name = "normalize_channels_grad",  // (x, moments, gamma, dy, sums)
    .shape =
        [](const Node& n) {
          check_x(n);
          check_pair(n, 1, "moments");
          check_channels(n, 2, "gamma");
          check_like(n, 3, "dy");
          check_pair(n, 4, "sums");
          return n.in[0].shape();
        },
    .decompose =
        [](const Node& n) {
          const Value x = n.in[0], moments = n.in[1], gamma = n.in[2], dy = n.in[3], sums = n.in[4];
          const auto mean_of = [&](int64_t which) { return expand(row(sums, which), x, rows(x, true)); };
          return spread(gamma / deviation(n, moments), x) * (dy - mean_of(0) - normalized(n) * mean_of(1));
        },
});

const Operator& op = define({
    .name = "batch_normalization",  // (x, gamma, beta)
    .shape =
        [](const Node& n) {
          check_x(n);
          check_channels(n, 1, "gamma");
          check_channels(n, 2, "beta");
          return n.in[0].shape();
        },
    .gradient =
        [](const Node& n, Value dy) {
          const Value x = n.in[0], moments = channel_moments(x);
          const Value sums = apply(sums_op, {x, moments, dy}, n.options);
          return Values{apply(grad_op, {x, moments, n.in[1], dy, sums}, n.options), row(sums, 1), row(sums, 0)};
        },
    .decompose =
        [](const Node& n) {
          return apply(normalize_op, {n.in[0], channel_moments(n.in[0]), n.in[1], n.in[2]}, n.options);
        },
});

}  // namespace

Value channel_moments(Value x) { return apply(moments_op, {x}); }
Value batch_normalization(Value x, Value gamma, Value beta, double epsilon) {
  return apply(op, {x, gamma, beta}, Number{epsilon});
}

}  // namespace plumb

// What is made again where it is read, instead of being kept in memory from forward to backward.
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

const Case recomputing[] = {
    {"a dropout mask is drawn again in the backward pass",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), w = whole(g, "w", {6, 3});
       const Value mask = random_mask(x, g.input("step", {}, Type::s32, false), {.rate = 0.5});
       return gradients(reduce(square(matmul(x * mask, w)), {}), {x})[0];
     },
     "multiply, matmul, affine, matmul, multiply"},
    {"the mask of relu is made of its result, and that again where the backward pass alone wants it",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), w = whole(g, "w", {6, 3});
       return gradients(reduce(matmul(relu(x), w) * rows_of(g, "d", {3}), {}), {x})[0];
     },
     "matmul, relu+positive+multiply"},
    {"the derivative of tanh is made of its result",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), w = whole(g, "w", {6, 3});
       return gradients(reduce(square(matmul(tanh(x), w)), {}), {x})[0];
     },
     "tanh, matmul, affine, matmul, multiply+affine+multiply"},
    {"a spread bias is never in memory",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), b = expand(whole(g, "b", {6}), x, {.axes = {0}});
       const Value first = exp(x + b), second = tanh(x * b);
       return matmul(first, second, {.transpose_b = true});
     },
     "add+exp+multiply+tanh, matmul"},
    {"a normalisation keeps nothing beside its result: its derivatives begin at x again",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), gamma = whole(g, "gamma", {6});
       return gradients(reduce(square(layer_normalization(x, gamma, whole(g, "beta", {6}), 1e-3)), {}), {gamma})[0];
     },
     "layer_normalization, affine, layer_normalization_grad_scale"},
};

TEST(Passes, RecomputeWhatIsCheap) { expect_calls(recomputing); }

/// A mask that two calls far from each other multiply by, `kept` or not: is what it is made of in memory until then?
Value masked_twice(Graph& g, Value mask, Value kept) {
  const Value w = whole(g, "w", {6, 6});
  const Value once = matmul(matmul(rows_of(g, "d"), w) * mask, w);
  return matmul(once * mask, kept, {.transpose_a = true});
}

const Case far_readers[] = {
    {"a mask with readers far from each other is made by each of them",
     [](Graph& g) {
       const Value r = exp(rows_of(g, "x"));
       return masked_twice(g, positive(r), r);
     },
     "exp, matmul, positive+multiply, matmul, positive+multiply, matmul"},
    {"but kept where its input would be kept in its place",
     [](Graph& g) { return masked_twice(g, positive(exp(rows_of(g, "x"))), rows_of(g, "y")); },
     "exp+positive, matmul, multiply, matmul, multiply, matmul"},
    {"where its readers would read more than it",
     [](Graph& g) {
       const Value r = exp(rows_of(g, "x"));
       return masked_twice(g, select(positive(r), rows_of(g, "y"), rows_of(g, "z")), r);
     },
     "exp+positive+select, matmul, multiply, matmul, multiply, matmul"},
    {"where it rounds: a sum of products is rounded once where a chain makes both",
     [](Graph& g) {
       const Value r = exp(rows_of(g, "x"));
       return masked_twice(g, r * r, r);
     },
     "exp+multiply, matmul, multiply, matmul, multiply, matmul"},
    {"where others than chains read it",
     [](Graph& g) {
       const Value r = exp(rows_of(g, "x")), mask = positive(r);
       return masked_twice(g, mask, r) + matmul(mask, mask, {.transpose_a = true});
     },
     "exp+positive, matmul, multiply, matmul, multiply, matmul, matmul+add"},
    {"and where it is a result",
     [](Graph& g) {
       const Value r = exp(rows_of(g, "x")), mask = positive(r);
       g.update(g.state("s", {4, 6}), mask);
       return masked_twice(g, mask, r);
     },
     "exp+positive, matmul, multiply, matmul, multiply, matmul"},
};

TEST(Passes, RecomputeForFarReaders) { expect_calls(far_readers); }

// Where statistics of the batch divide a step into phases, a mask's phase is that of what it is made of.
TEST(Passes, RecomputeInALaterPhase) {
  Graph g;
  const Value x = rows_of(g, "x"), w = whole(g, "w", {6, 6}), v = whole(g, "v", {6, 6});
  const Value one = whole(g, "one", {6}), zero = whole(g, "zero", {6});
  const Value r = relu(batch_normalization(matmul(x, w), one, zero, 1e-3));
  const Value loss = reduce(square(batch_normalization(matmul(r, v), one, zero, 1e-3)), {});
  const Planned p = plan(g, gradients(loss, {w, v}), 4, true);
  EXPECT_EQ(calls(p),
            "matmul, channel_moments, normalize_channels+relu, matmul, channel_moments, normalize_channels, affine, "
            "normalize_channels_sums, normalize_channels_grad, matmul, matmul, positive+multiply, "
            "normalize_channels_sums, normalize_channels_grad, matmul")
      << g.text();
}

}  // namespace
}  // namespace plumb::testing

// Which nodes become one call: epilogues of products, chains of pointwise nodes, what is made along.
#include "plumb/graph/operators/attention.h"
#include "plumb/graph/recurrent.h"
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

/// One number that depends on all of them, each of which is read from memory.
Value all_of(const Values& values) {
  Value sum;
  for (const Value v : values) sum = sum ? sum + reduce(v, {}) : reduce(v, {});
  return sum;
}

const Case grouping[] = {
    {"bias and activation join the product",
     [](Graph& g) {
       const Value y = matmul(rows_of(g, "x"), whole(g, "w", {6, 3}));
       return relu(y + expand(whole(g, "b", {3}), y, {.axes = {0}}));
     },
     "matmul+add+relu"},
    {"the bias may stand first",
     [](Graph& g) {
       const Value y = matmul(rows_of(g, "x"), whole(g, "w", {6, 3}));
       return tanh(expand(whole(g, "b", {3}), y, {.axes = {0}}) + y);
     },
     "matmul+add+tanh"},
    {"what is read before the activation stays apart",
     [](Graph& g) {
       const Value y = matmul(rows_of(g, "x"), whole(g, "w", {6, 3}));
       return relu(y) * y;
     },
     "matmul, relu+multiply"},
    {"a sum over another axis is no bias",
     [](Graph& g) {
       const Value y = matmul(rows_of(g, "x"), whole(g, "w", {6, 3}));
       return relu(y + expand(reduce(rows_of(g, "z"), {.axes = {1}}), y, {.axes = {1}}));
     },
     "matmul, reduce, add+relu"},
    {"a convolution takes them too",
     [](Graph& g) {
       const Value y = conv2d(rows_of(g, "x", {5, 5, 2}), whole(g, "w", {3, 3, 2, 4}), {.size = {3, 3}});
       return relu(y + expand(whole(g, "b", {4}), y, {.axes = {0, 1, 2}}));
     },
     "conv2d+add+relu"},
    {"a convolution takes a batch normalisation that is not trained, a shortcut and an activation along",
     [](Graph& g) {
       const Value x = rows_of(g, "x", {5, 5, 24}), y = conv2d(x, whole(g, "w", {1, 1, 24, 24}), {});
       const auto spread = [&](const char* name) { return expand(whole(g, name, {24}), y, {.axes = {0, 1, 2}}); };
       return relu(x + (y * spread("factor") + spread("shift")));
     },
     "conv2d+multiply+add+add+relu"},
    {"a product takes a sum with another product along",
     [](Graph& g) {
       const Value x = rows_of(g, "x");
       return relu(matmul(x, whole(g, "v", {6, 3})) + matmul(x, whole(g, "w", {6, 3})));
     },
     "matmul, matmul+add+relu"},
    {"pointwise nodes are one chain",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), e = exp(x * 2 + 1);
       return e / (x * x + 3);
     },
     "affine+exp+multiply+affine+divide"},
    {"broadcasts and masks are made in the chain",
     [](Graph& g) {
       const Value x = rows_of(g, "x");
       const Value mask = random_mask(x, g.input("step", {}, Type::s32, false), {.rate = 0.5});
       return x * mask + expand(whole(g, "b", {6}), x, {.axes = {0}});
     },
     "multiply+add"},
    {"a product wants a broadcast in memory",
     [](Graph& g) {
       const Value x = rows_of(g, "x");
       return matmul(expand(whole(g, "b", {6}), x, {.axes = {0}}), whole(g, "w", {6, 3}));
     },
     "expand, matmul"},
    {"no chain closes a circle through a product: the sum goes into the product",
     [](Graph& g) {
       const Value a = exp(rows_of(g, "x"));
       return matmul(a, whole(g, "w", {6, 6})) + a;
     },
     "exp, matmul+add"},
    {"a chain goes on where its result is also read elsewhere",
     [](Graph& g) {
       const Value e = exp(rows_of(g, "x")), w = whole(g, "w", {6, 6});
       return matmul(matmul(e, w), tanh(e), {.transpose_b = true});
     },
     "exp+tanh, matmul, matmul"},
    {"siblings that read the same are one call",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), e = exp(x);
       return matmul(e, tanh(x), {.transpose_b = true});
     },
     "exp+tanh, matmul"},
    {"a mask of the backward pass does not join the forward one",
     [](Graph& g) {
       const Value y = relu(rows_of(g, "x")), w = whole(g, "w", {6, 6});
       return matmul(matmul(y, w), w) * positive(y);
     },
     "relu, matmul, matmul, positive+multiply"},
    {"the three derivatives of a layer normalisation are one call",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), gamma = whole(g, "gamma", {6}), beta = whole(g, "beta", {6});
       const Values d =
           gradients(reduce(layer_normalization(x, gamma, beta, 1e-3) * rows_of(g, "w"), {}), {x, gamma, beta});
       return matmul(d[0], split_dim(d[1] * d[2], 0, {6, 1}));
     },
     "layer_normalization_grad_input+layer_normalization_grad_scale+reduce, multiply, matmul"},
    {"a batch normalisation takes the shortcut and the activation along",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), shortcut = exp(rows_of(g, "z"));
       return relu(shortcut + batch_normalization(x, whole(g, "gamma", {6}), whole(g, "beta", {6}), 1e-3));
     },
     "exp, channel_moments, normalize_channels+add+relu"},
    {"attention is one call from the projections to their answer, which take biases and the shortcut along",
     [](Graph& g) {
       const Value x = rows_of(g, "x", {5, 6}), flat = merge_dims(x, 0, 2);
       const Value projected = matmul(flat, whole(g, "qkv", {6, 18}));
       const Value qkv = projected + expand(whole(g, "b", {18}), projected, {.axes = {0}});
       const Value y = attention(split_dim(qkv, 0, {4, 5}), {}, {}, {.heads = 2});
       return flat + matmul(merge_dims(y, 0, 2), whole(g, "out", {6, 6}));
     },
     "matmul+add, attention, matmul+add"},
    {"its derivative is one call, too, with the probabilities that are dropped drawn in both",
     [](Graph& g) {
       const Value x = rows_of(g, "x", {5, 18}), step = g.input("step", {}, Type::s32, false);
       const Value y = attention(x, {}, step, {.heads = 2, .causal = true, .drop = {.rate = 0.5}});
       return gradients(reduce(square(y), {}), {x})[0];
     },
     "attention, affine, attention_grad"},
    {"an lstm has one product for all steps of the input, and one for the gradient of each of its weights",
     [](Graph& g) {
       const Value x = rows_of(g, "x", {5, 6}), w = whole(g, "kernel", {6, 12}), u = whole(g, "recurrent", {3, 12});
       return all_of(gradients(reduce(square(lstm(x, w, u, whole(g, "bias", {12}), {})), {}), {w, u}));
     },
     "matmul+add, lstm_steps, affine, lstm_steps_grad, step_product, matmul, reduce, reduce, add"},
    {"so has a gru, whose state's product begins in two: with and without the reset gate",
     [](Graph& g) {
       const Value x = rows_of(g, "x", {5, 6}), w = whole(g, "kernel", {6, 9}), u = whole(g, "recurrent", {3, 9});
       const Value y = gru(x, w, u, whole(g, "bias", {9}), whole(g, "recurrent_bias", {9}), {});
       return all_of(gradients(reduce(square(y), {}), {w, u}));
     },
     "matmul+add, gru_steps, affine, gru_steps_grad, gru_steps_reset, step_product, step_product, concatenate, matmul, "
     "reduce, reduce, add"},
};

TEST(Passes, GroupNodesIntoCalls) { expect_calls(grouping); }

TEST(Passes, UnfusedIsACallANode) {
  Graph g;
  const Value x = rows_of(g, "x");
  EXPECT_EQ(calls(plan(g, {exp(relu(x)) * x}, 4, false, false)), "relu, exp, multiply");
}

}  // namespace
}  // namespace plumb::testing

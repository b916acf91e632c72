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

}  // namespace
}  // namespace plumb::testing

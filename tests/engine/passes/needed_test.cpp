// What is not computed at all: what nobody needs, constants, and what was computed before.
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

const Case needed[] = {
    {"nobody needs it: it is not there",
     [](Graph& g) {
       const Value x = rows_of(g, "x");
       exp(x);
       return relu(x);
     },
     "relu"},
    {"a shape alone is not computed",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), like = exp(x);
       return expand(whole(g, "b", {6}), like, {.axes = {0}}) * x;
     },
     "multiply"},
    {"constants are computed while tracing", [](Graph& g) { return rows_of(g, "x") * exp(g.constant(0.5) + 0.5); },
     "affine"},
    {"adding nothing and multiplying by one are not there", [](Graph& g) { return exp((rows_of(g, "x") + 0.0) * 1.0); },
     "exp"},
    {"two scalings in a row are one", [](Graph& g) { return exp((rows_of(g, "x") * 2 + 1) * 3); }, "affine+exp"},
    {"the same of the same is computed once",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), w = whole(g, "w", {6, 3});
       const Value first = relu(matmul(x, w)), second = tanh(matmul(x, w));
       return first * second;
     },
     "matmul, relu+tanh+multiply"},
    {"also where forward and backward both want it",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), y = exp(x);
       return y * gradients(reduce(exp(x), {}), {x})[0];
     },
     "exp+multiply"},
    {"the mean of what is summed anyway only scales the sum",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), sum = reduce(x, {.axes = {0}}), mean = reduce(x, {.axes = {0}, .mean = true});
       return matmul(split_dim(sum, 0, {6, 1}), split_dim(mean, 0, {1, 6}));
     },
     "reduce, affine, matmul"},
    {"a gradient that is not asked for costs nothing",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), w = whole(g, "w", {6, 3});
       return gradients(reduce(matmul(x, w) * rows_of(g, "d", {3}), {}), {x, w})[1];
     },
     "matmul"},
};

TEST(Passes, DropWhatIsNotNeeded) { expect_calls(needed); }

}  // namespace
}  // namespace plumb::testing

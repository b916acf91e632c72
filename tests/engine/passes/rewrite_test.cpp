// What is written otherwise because that is cheaper.
#include "plumb/train/losses/binary_crossentropy.h"
#include "plumb/train/losses/categorical_crossentropy.h"
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

/// The loss of a training step and its gradient by what the network ends in, one number that needs both.
Value loss_and_gradient(const Loss& loss, Value prediction, Value target) {
  Graph& g = prediction.graph();
  const Value rows = loss.per_row({.prediction = prediction, .target = target});
  const Value batch = reduce(rows, {}) * g.input("inverse_count", {}, Type::f32, false);
  return batch + reduce(gradients(batch, {prediction.node().in[0]})[0], {});
}

const Case rewriting[] = {
    {"a mean is a scaled sum", [](Graph& g) { return reduce(rows_of(g, "x"), {.axes = {0}, .mean = true}); },
     "reduce, affine"},
    {"a mean that is spread is scaled before",
     [](Graph& g) {
       const Value x = rows_of(g, "x");
       return exp(expand(exp(whole(g, "b", {6})), x, {.axes = {0}, .mean = true}));
     },
     "exp+affine, exp"},
    {"the gradient of cross-entropy is one call",
     [](Graph& g) {
       const Value x = rows_of(g, "x");
       const Value loss =
           reduce(sparse_softmax_crossentropy(x, g.input("labels", {4}, Type::s32)) * rows_of(g, "w", {}), {});
       return gradients(loss, {x})[0];
     },
     "sparse_softmax_crossentropy_grad"},
    {"loss and gradient take the same exponentials",
     [](Graph& g) {
       const Value x = rows_of(g, "x");
       const Value loss =
           reduce(sparse_softmax_crossentropy(x, g.input("labels", {4}, Type::s32)) * rows_of(g, "w", {}), {});
       return loss + reduce(gradients(loss, {x})[0], {});
     },
     "sparse_softmax_crossentropy+sparse_softmax_crossentropy_grad, multiply, reduce, reduce, add"},
    {"also where one number scales all rows",
     [](Graph& g) {
       const Value x = rows_of(g, "x");
       const Value loss = reduce(sparse_softmax_crossentropy(x, g.input("labels", {4}, Type::s32)), {});
       return loss * 2 + reduce(gradients(loss * 2, {x})[0], {});
     },
     "sparse_softmax_crossentropy+sparse_softmax_crossentropy_grad, reduce, reduce, affine+add"},
    {"shares of classes have no pass of their own, as classes have; the probabilities are made once",
     [](Graph& g) { return loss_and_gradient(CategoricalCrossentropy{}, softmax(rows_of(g, "x")), rows_of(g, "y")); },
     "log_softmax, multiply, reduce, affine, reduce, affine, multiply, reduce, exp+multiply+subtract, reduce, "
     "multiply+add"},
    {"a yes or no is one chain, forward and backward, and sums",
     [](Graph& g) {
       return loss_and_gradient(BinaryCrossentropy{}, sigmoid(rows_of(g, "x", {1})), rows_of(g, "y", {1}));
     },
     "sigmoid+multiply+abs+affine+exp+log1p+relu+add+subtract+affine+multiply+multiply+add, reduce, reduce, reduce, "
     "multiply+add"},
    {"so are several",
     [](Graph& g) { return loss_and_gradient(BinaryCrossentropy{}, sigmoid(rows_of(g, "x")), rows_of(g, "y")); },
     "affine, sigmoid+multiply+abs+affine+exp+log1p+relu+add+subtract+affine+multiply+multiply+add, reduce, affine, "
     "reduce, reduce, multiply+add"},
    {"a norm does not put the squares into memory", [](Graph& g) { return sqrt(reduce(square(rows_of(g, "x")), {})); },
     "sum_of_squares, sqrt"},
    {"the mask goes before the gradient of pooling",
     [](Graph& g) {
       const Value x = rows_of(g, "x", {4, 4, 2});
       return max_pool2d_grad(x, max_pool2d(x, {.size = {2, 2}, .stride = {2, 2}}), rows_of(g, "d", {2, 2, 2}),
                              {.size = {2, 2}, .stride = {2, 2}}) *
              positive(x);
     },
     "max_pool2d, positive+multiply, max_pool2d_grad"},
    {"an activation without a kernel is written in primitives", [](Graph& g) { return silu(rows_of(g, "x")); },
     "sigmoid+multiply"},
};

TEST(Passes, RewriteWhatIsCheaperOtherwise) { expect_calls(rewriting); }

}  // namespace
}  // namespace plumb::testing

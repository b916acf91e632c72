// Which products take bf16 copies, and who makes the copies.
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

Value square_of(Graph& g, const char* name) { return whole(g, name, {64, 64}); }
Value many(Graph& g, const char* name) { return g.input(name, {64, 64}, Type::f32, false); }

const Case coarse[] = {
    {"a product reads copies of both", [](Graph& g) { return matmul(many(g, "x"), square_of(g, "w")); },
     "cast, cast, matmul"},
    {"what it computes along stays with it",
     [](Graph& g) {
       const Value y = matmul(many(g, "x"), square_of(g, "w"));
       return relu(y + expand(whole(g, "b", {64}), y, {.axes = {0}}));
     },
     "cast, cast, matmul+add+relu"},
    {"several products read one copy",
     [](Graph& g) {
       const Value x = many(g, "x"), v = square_of(g, "v"), w = square_of(g, "w");
       return matmul(x, v) * matmul(x, w);
     },
     "cast, cast, matmul, cast, matmul, multiply"},
    {"the chain that makes a value makes its copy, and nobody the value",
     [](Graph& g) { return matmul(exp(many(g, "x")) * 3, square_of(g, "w")); }, "exp+affine+cast, cast, matmul"},
    {"the gradient of a bias is a sum of the copy that the products beside it read",
     [](Graph& g) {
       const Value x = many(g, "x"), d = exp(many(g, "d"));
       const Value dw = matmul(x, d, {.transpose_a = true});
       return dw + expand(reduce(d, {.axes = {0}}), dw, {.axes = {0}});
     },
     "exp+cast, cast, reduce, matmul+add"},
    {"where no product reads a copy, a sum stays exact",
     [](Graph& g) { return reduce(exp(many(g, "d")), {.axes = {0}}); }, "exp, reduce"},
    {"a product with little work for its operands stays in f32",
     [](Graph& g) {
       return matmul(many(g, "x"), whole(g, "w", {64, 10}));
     },
     "matmul"},
    {"convolutions read copies, as do both of their gradients; that of the bias comes along",
     [](Graph& g) {
       const Window window{.size = {3, 3}};
       const Value x = g.input("x", {4, 9, 9, 32}), w = whole(g, "w", {3, 3, 32, 32}), b = whole(g, "b", {32});
       const Value y = conv2d(exp(x), w, window);
       const Value loss = reduce(square(y + expand(b, y, {.axes = {0, 1, 2}})), {});
       const Values d = gradients(loss, {x, w, b});
       return reduce(d[0], {}) + reduce(d[1], {}) + reduce(d[2], {});
     },
     "exp+cast, cast, conv2d+add, affine+cast, reduce+conv2d_grad_weights, conv2d_grad_input, multiply, reduce, "
     "reduce, "
     "reduce, add+add"},
    {"few channels have kernels in f32",
     [](Graph& g) {
       return conv2d(g.input("x", {4, 28, 28, 1}), whole(g, "w", {3, 3, 1, 32}), {.size = {3, 3}});
     },
     "conv2d"},
};

TEST(Passes, GiveProductsCopiesInBf16) { expect_calls(coarse, Precision::bf16); }

TEST(Passes, CopiesOfWeightsAreMadeOnceForAllShards) {
  Graph g;
  const Value w = g.parameter("w", {64, 64}, uniform_initial(1));
  g.seal();
  const Value y = matmul(relu(matmul(g.input("x", {64, 64}), w)), w);
  const Planned p = plan(g, {y}, 64, true, true, Precision::bf16);
  for (const engine::Group& group : p.groups) {
    const Node& node = p.prepared.graph->node(group.leader);
    if (node.op->name != "cast") continue;
    EXPECT_EQ(group.rows, node.in[0].node().op->name == "unpack" ? Rows::none : Rows::each);
  }
}

}  // namespace
}  // namespace plumb::testing

#include <gtest/gtest.h>

#include "plumb/graph/operators.h"

/// The graph itself: equality of nodes, leaves, the flat buffer, messages, several results, derivatives.
namespace plumb {
namespace {

std::string message_of(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "(no error)";
}

TEST(Graph, EqualNodesAreOne) {
  Graph g;
  const Value x = g.input("x", {5, 3});
  EXPECT_EQ(exp(x), exp(x));
  EXPECT_EQ(reduce(x, {.axes = {-1}}), reduce(x, {.axes = {1}}));
  EXPECT_NE(reduce(x, {.axes = {1}}), reduce(x, {.axes = {0}}));
  EXPECT_NE(x * 0.1, x * 0.1000000001);  // all digits count
  EXPECT_NE(g.constant(1), g.constant(1, Type::s32));
  g.scope = "elsewhere";
  EXPECT_EQ(exp(x).node().scope, "");  // the scope of the first is kept
}

TEST(Graph, LeavesAreAskedForOnce) {
  Graph g;
  EXPECT_EQ(g.input("x", {5, 3}), g.input("x", {5, 3}));
  EXPECT_EQ(message_of([&] {
              g.input("x", {5, 4});
            }),
            "input `x` is asked for as f32 [5, 4], but it is there as f32 [5, 3]; give it another name");
  EXPECT_EQ(g.state("step", {}, 0, Type::s32).type(), Type::s32);
  EXPECT_EQ(message_of([&] { g.state("step", {}); }),
            "state `step` is asked for as f32 [], but it is there as s32 []; give it another name");
  EXPECT_EQ(g.find_input("x"), g.inputs()[0]);
  EXPECT_FALSE(g.find_input("y"));
  g.table("t", {2}, {1, 2});
  EXPECT_EQ(g.table_values("t")[1], 2);
  EXPECT_EQ(message_of([&] {
              g.table("t", {2}, {1, 3});
            }),
            "table `t` is there with other values; give it another name");
}

TEST(Graph, ParametersBeginOnCacheLines) {
  Graph g;
  g.parameter("a", {3, 5}, {});
  const Value b = g.parameter("b", {17}, {});
  g.parameter("c", {}, {});
  g.seal();
  EXPECT_EQ(g.flat().shape(), Shape{16 + 32 + 16});
  EXPECT_EQ(g.parameters[1].offset, 16);
  EXPECT_EQ(g.parameters[2].offset, 48);
  EXPECT_EQ(b.shape(), Shape{17});
  EXPECT_THROW(g.parameter("d", {1}, {}), Bug);
  Values all;
  for (const Parameter& p : g.parameters) all.push_back(p.value);
  EXPECT_EQ(pack(all, g.flat()).shape(), g.flat().shape());
}

TEST(Graph, MessagesNameTheLayer) {
  Graph g;
  const Value x = g.input("x", {5, 3}), w = g.parameter("w", {4, 2}, {});
  g.scope = "dense_1";
  EXPECT_EQ(message_of([&] { matmul(x, w); }), "dense_1: matmul: inner dimensions 3 and 4 differ: [5, 3] by [4, 2]");
}

TEST(Graph, UpdatesAreOfStatesAndFit) {
  Graph g;
  const Value x = g.input("x", {5, 3}), s = g.state("s", {3});
  EXPECT_EQ(message_of([&] { g.update(x, x); }), "update: only a state can be updated, not the result of input");
  EXPECT_EQ(message_of([&] { g.update(s, x); }), "update: state `s` is f32 [3], its next value is f32 [5, 3]");
  g.update(s, s + 1);
  EXPECT_THROW(g.update(s, s + 2), Bug);
}

TEST(Graph, RebuildKeepsListsAndRows) {
  Graph g;
  const Value x = g.input("x", {5, 3}), w = g.parameter("w", {3, 2}, {}), once = g.input("once", {4}, Type::f32, false);
  const Value t = g.table("t", {2}, {1, 2}), step = g.state("step", {}, 3, Type::s32);
  g.update(step, step + 1);
  g.seal();
  const Value y = matmul(x, w);
  const Rebuilt seven = rebuild(g, 7);
  EXPECT_EQ(seven(y).shape(), (Shape{7, 2}));
  EXPECT_EQ(seven(once).shape(), Shape{4});
  EXPECT_EQ(seven.graph->parameters[0].value, seven(w));
  EXPECT_EQ(seven.graph->states[0].initial, 3);
  EXPECT_EQ(seven.graph->updates[0].next, seven(step + 1));
  EXPECT_EQ(seven.graph->table_values(seven(t).node().options.as<Leaf>().name)[1], 2);
  EXPECT_THROW(seven.graph->parameter("late", {1}, {}), Bug);
}

TEST(Graph, RebuildReplacesFromBelow) {
  Graph g;
  const Value x = g.input("x", {5, 3}), y = exp(relu(x));
  const Rebuilt without = rebuild(g, 0, [](Value v) { return v.node().op->name == "relu" ? v.node().in[0] : Value(); });
  EXPECT_EQ(without(y).node().in[0], without(x));
}

TEST(Graph, OnlyWhatIsReadIsNeeded) {
  Graph g;
  const Value b = g.input("b", {3}, Type::f32, false), like = exp(g.input("x", {5, 3}));
  const Value y = expand(b, like, {.axes = {0}});
  const std::vector<bool> live = needed(g, {y});
  EXPECT_TRUE(live[static_cast<size_t>(b.id())]);
  EXPECT_FALSE(live[static_cast<size_t>(like.id())]);
  EXPECT_EQ(y.node().reads(), Values{b});
}

TEST(Graph, TextIsALineANode) {
  Graph g;
  const Value x = g.input("x", {5, 3});
  g.scope = "dense";
  const Value w = g.input("w", {3, 2}, Type::f32, false);
  matmul(x, w);
  EXPECT_EQ(g.text(),
            "%0 = input() name=x batched=true : f32[5, 3]\n"
            "%1 = input() name=w batched=false : f32[3, 2]  # dense\n"
            "%2 = matmul(%0, %1) transpose_a=false transpose_b=false : f32[5, 2]  # dense\n");
}

TEST(Graph, MultiplyAdds) {
  Graph g;
  const Value x = g.input("x", {5, 8, 8, 3}), w = g.input("w", {3, 3, 3, 4}, Type::f32, false);
  const Window window{.size = {3, 3}};
  const Value y = conv2d(x, w, window);
  EXPECT_EQ(multiply_adds(y.node()), 5 * 6 * 6 * 4 * 3 * 3 * 3);
  EXPECT_EQ(multiply_adds(conv2d_grad_input(y, w, x, window).node()), multiply_adds(y.node()));
  EXPECT_EQ(multiply_adds(conv2d_grad_weights(x, y, w, window).node()), multiply_adds(y.node()));
  const Value a = g.input("a", {5, 7}), b = g.input("b", {2, 7}, Type::f32, false);
  EXPECT_EQ(multiply_adds(matmul(a, b, {.transpose_b = true}).node()), 5 * 7 * 2);
  EXPECT_EQ(multiply_adds(relu(y).node()), 0);
}

TEST(Windows, SamePaddingPutsTheOddCellLast) {
  const Window w = same_padding({.size = {2, 3}, .stride = {1, 2}}, {5, 7, 8, 1});
  EXPECT_EQ(w.pads, (std::array<int64_t, 4>{0, 0, 1, 1}));
  EXPECT_EQ(w.out(7, 0), 7);
  EXPECT_EQ(w.out(8, 1), 4);
}

TEST(Gradients, FlowThroughOtherValuesAskedFor) {
  Graph g;
  const Value x = g.input("x", {}, Type::f32, false), h = x * 3.0, y = square(h);
  const Values d = gradients(y, {h, x});  // x must not be cut off by h
  EXPECT_EQ(d[0], h * 2.0);
  EXPECT_EQ(d[1], h * 6.0);
}

TEST(Gradients, WithoutDependenceAreZero) {
  Graph g;
  const Value x = g.input("x", {5, 3}), other = g.input("other", {4, 2});
  const Value d = gradients(reduce(x, {}), {other})[0];
  EXPECT_EQ(uniform_constant(d), 0);
  EXPECT_EQ(d.shape(), other.shape());
  EXPECT_EQ(message_of([&] { gradients(x, {x}); }),
            "gradients: the loss must be one number, not [5, 3]; reduce it first");
}

TEST(Gradients, BelongToTheLayerTheyAreOf) {
  Graph g;
  const Value x = g.input("x", {5, 3}), w = g.parameter("w", {3, 2}, {});
  g.scope = "dense_1";
  const Value y = matmul(x, w);
  g.scope = "optimizer";
  EXPECT_EQ(gradients(reduce(y, {}), {w})[0].node().scope, "dense_1");
  EXPECT_EQ(g.scope, "optimizer");
}

// Two results: the halves of the last axis.
std::vector<TensorType> halves_results(const Node& n) {
  Shape half = n.in[0].shape();
  half.back() /= 2;
  return {{half, n.in[0].type()}, {half, n.in[0].type()}};
}
Values halves_gradient(const Node& n, const Values& dy) {
  const Value x = n.in[0];
  const int64_t half = x.dim(-1) / 2;
  Value sum;
  for (size_t i = 0; i < 2; ++i)
    if (dy[i]) {
      const Value part = slice_grad(dy[i], x, -1, static_cast<int64_t>(i) * half);
      sum = sum ? sum + part : part;
    }
  return {sum};
}
const Operator& halves = define({.name = "test_halves", .results = halves_results, .gradient_of_all = halves_gradient});

TEST(SeveralResults, AreValuesOfOneNode) {
  Graph g;
  const Value x = g.input("x", {5, 6});
  const Values parts = apply_all(halves, {x});
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].id(), parts[1].id());
  EXPECT_NE(parts[0], parts[1]);
  EXPECT_NE(exp(parts[0]), exp(parts[1]));
  EXPECT_EQ(parts[1].shape(), (Shape{5, 3}));

  const Value one = gradients(reduce(exp(parts[1]), {}), {x})[0];  // nothing flows into the first half
  EXPECT_EQ(one.node().op->name, "slice_grad");
  EXPECT_EQ(one.node().options.as<Range>().begin, 3);
  EXPECT_EQ(gradients(reduce(parts[0] * parts[1], {}), {x})[0].node().op->name, "add");

  const Rebuilt seven = rebuild(g, 7);
  EXPECT_EQ(seven(parts[1]).index(), 1);
  EXPECT_EQ(seven(parts[1]).shape(), (Shape{7, 3}));
  EXPECT_NE(g.text().find(fmt::format("exp(%{}.1)", parts[1].id())), std::string::npos);
}

// A composite without a gradient of its own: x * y + y.
const Operator& composite = define({
    .name = "test_composite",
    .shape = [](const Node& n) { return n.in[0].shape(); },
    .decompose = [](const Node& n) { return n.in[0] * n.in[1] + n.in[1]; },
});

TEST(Composites, TakeTheGradientOfTheirDefinition) {
  Graph g;
  const Value x = g.input("x", {}, Type::f32, false), y = g.input("y", {}, Type::f32, false);
  const Values d = gradients(apply(composite, {x, y}), {x, y});
  EXPECT_EQ(d[0], y);
  EXPECT_EQ(d[1], g.constant(1) + x);
  // One value in both places, and one input made of the other: still the whole derivative.
  EXPECT_EQ(gradients(apply(composite, {x, x}), {x})[0], (1.0 + x) + x);
  const Value z = x * 2.0;
  EXPECT_EQ(gradients(apply(composite, {x, z}), {x})[0], z + (1.0 + x) * 2.0);
}

}  // namespace
}  // namespace plumb

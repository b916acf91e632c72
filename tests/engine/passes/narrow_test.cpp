// What no window reads is not computed: forward, backward, and only where that spares products.
#include "plumb/engine/oracle.h"
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

constexpr Window two{.size = {2, 2}, .stride = {2, 2}};

Value pooled(Value x, const std::string& kind) { return kind == "max" ? max_pool2d(x, two) : average_pool2d(x, two); }

Value filtered(Graph& g, Value x, const std::string& name, Window window) {
  const Value y = conv2d(x, whole(g, name.c_str(), {window.size[0], window.size[1], x.dim(3), 5}), window);
  return y + expand(whole(g, (name + "_bias").c_str(), {5}), y, {.axes = {0, 1, 2}});
}

/// The shapes of all convolutions' results that are computed: "[4, 4, 4, 5]".
std::string convolved(const Graph& graph, const Values& outputs) {
  const Planned p = plan(graph, outputs, 4);
  std::string all;
  for (int id = 0; id < p.prepared.graph->size(); ++id) {
    const Node& n = p.prepared.graph->node(id);
    if (p.prepared.live[static_cast<size_t>(id)] && n.op->name.starts_with("conv2d"))
      all += (all.empty() ? "" : " ") + text(n.op->name == "conv2d_grad_weights" ? n.in[1].shape() : n.shape());
  }
  return all;
}

TEST(Narrow, AConvolutionMakesWhatIsPooled) {
  const std::pair<Window, const char*> cases[] = {
      {{.size = {3, 3}}, "[4, 6, 4, 5]"},                        // of 7 by 5
      {{.size = {2, 2}}, "[4, 8, 6, 5]"},                        // of 8 by 6: all are read
      {{.size = {3, 3}, .pads = {1, 1, 1, 1}}, "[4, 8, 6, 5]"},  // of 9 by 7, padded at the end no more
  };
  for (const char* kind : {"max", "average"})
    for (const auto& [window, made] : cases) {
      Graph g;
      EXPECT_EQ(convolved(g, {pooled(relu(filtered(g, rows_of(g, "x", {9, 7, 3}), "w", window)), kind)}), made);
    }
}

TEST(Narrow, FollowsPoolingToTheConvolutionBeforeIt) {
  Graph g;
  const Value inner = pooled(relu(filtered(g, rows_of(g, "x", {28, 28, 1}), "v", {.size = {3, 3}})), "max");
  const Value y = pooled(relu(filtered(g, inner, "w", {.size = {3, 3}})), "max");
  EXPECT_EQ(convolved(g, {y}), "[4, 24, 24, 5] [4, 10, 10, 5]");
}

TEST(Narrow, LeavesWhatIsReadElsewhereAndWhatSparesNothing) {
  Graph g;
  const Value x = rows_of(g, "x", {9, 9, 3}), y = relu(filtered(g, x, "w", {.size = {3, 3}}));
  EXPECT_EQ(convolved(g, {pooled(y, "max"), reduce(y, {})}), "[4, 7, 7, 5]");  // not twice
  EXPECT_EQ(calls(plan(g, {pooled(x, "max")}, 4)), "max_pool2d");              // no slice of what is there
}

// Each block would have to be made twice, for the sum that skips it and for the convolution behind it: it stays whole.
TEST(Narrow, ManyPathsAreFollowedOnce) {
  Graph g;
  Value y = rows_of(g, "x", {63, 63, 5});
  for (int block = 0; block < 40; ++block)  // 2^40 paths
    y = relu(y + filtered(g, y, "w", {.size = {3, 3}, .pads = {1, 1, 1, 1}}));
  EXPECT_EQ(convolved(g, {pooled(y, "max")}).find("62"), std::string::npos);
}

/// A loss through two convolutions and poolings of odd sizes, and its derivatives by all weights and by x.
struct Network {
  Graph graph;
  Value loss;
  Values leaves;

  Network(const std::string& kind, Window window, bool smooth) {
    const Value x = rows_of(graph, "x", {13, 12, 3});
    const auto bend = [&](Value v) { return smooth ? multiply(v, sigmoid(v)) : relu(v); };
    const Value inner = pooled(bend(filtered(graph, x, "v", {.size = {3, 3}})), kind);
    const Value y = pooled(bend(filtered(graph, inner, "w", window)), kind);
    loss = reduce(y * y * 0.5, {});
    leaves = graph.inputs();
  }
};

TEST(Narrow, DerivativesAreThoseOfTheWholeConvolution) {
  for (const char* kind : {"max", "average"})
    for (const Window& window : {Window{.size = {2, 2}}, Window{.size = {3, 2}, .pads = {1, 1, 1, 0}}})
      for (const bool smooth : {false, true}) {
        Network net(kind, window, smooth);
        Feeds feeds;
        uint64_t seed = 1;
        for (const Value leaf : net.leaves) {
          const std::vector<float> numbers = random_numbers(count(leaf.shape()), seed++);
          feeds[leaf] = {leaf.shape(), {numbers.begin(), numbers.end()}};
        }
        const std::vector<Numbers> expected = oracle().gradients(net.graph, net.loss, net.leaves, feeds);
        const Values got = gradients(net.loss, net.leaves);
        EXPECT_EQ(convolved(net.graph, got).find("11"), std::string::npos) << convolved(net.graph, got);
        States states;
        const auto executor = make_executor("cpu", net.graph, got, 4, states, {.threads = 1});
        std::map<Value, std::vector<float>> fed;
        for (const auto& [leaf, numbers] : feeds) {
          fed[leaf] = {numbers.values.begin(), numbers.values.end()};
          executor->bind(leaf, fed[leaf].data());
        }
        executor->run();
        for (size_t k = 0; k < got.size(); ++k) {
          const auto* values = static_cast<const float*>(executor->data(got[k]));
          for (size_t i = 0; i < expected[k].values.size(); ++i)
            ASSERT_NEAR(values[i], expected[k].values[i], 1e-4 * (1 + std::abs(expected[k].values[i])))
                << kind << ", by leaf " << k << " at " << i;
        }
      }
}

}  // namespace
}  // namespace plumb::testing

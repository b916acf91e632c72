// The passes as tables: a graph goes in, calls come out.
#include <gtest/gtest.h>

#include "plumb/engine/internal/arena.h"
#include "plumb/engine/plan.h"
#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

using engine::Prepared;
using engine::Rows;

struct Planned {
  Prepared prepared;
  engine::Users users;
  engine::RowsOf rows;
  std::vector<engine::Group> groups;
};

Planned plan(const Graph& graph, const Values& outputs, int64_t rows, bool shards = false, bool fuse = true) {
  Planned p;
  p.prepared = engine::prepare_graph(graph, outputs, rows, {.updates = true});
  p.users = engine::find_users(*p.prepared.graph, p.prepared.live, p.prepared.roots());
  p.rows = engine::analyse_rows(p.prepared, p.users);
  if (!shards) {
    std::fill(p.rows.rows.begin(), p.rows.rows.end(), Rows::none);
    std::fill(p.rows.phase.begin(), p.rows.phase.end(), 0);
  }
  p.groups = engine::make_groups(p.prepared, p.rows, p.users, fuse);
  return p;
}

/// "matmul+add+relu, reduce": the operators of each call, in order.
std::string calls(const Planned& p) {
  std::string all;
  for (const engine::Group& group : p.groups) {
    if (p.prepared.graph->node(group.leader).op->view) continue;
    std::string one;
    for (const int id : group.nodes) one += (one.empty() ? "" : "+") + p.prepared.graph->node(id).op->name;
    all += (all.empty() ? "" : ", ") + one;
  }
  return all;
}

struct Case {
  const char* says;
  Value (*build)(Graph&);
  const char* calls;
};

Value rows_of(Graph& g, const char* name, Shape each = {6}) {
  each.insert(each.begin(), 4);
  return g.input(name, each);
}
Value whole(Graph& g, const char* name, Shape shape) { return g.input(name, std::move(shape), Type::f32, false); }

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
};

TEST(Passes, GroupNodesIntoCalls) {
  for (const Case& c : grouping) {
    Graph g;
    const Value result = c.build(g);
    EXPECT_EQ(calls(plan(g, {result}, 4)), c.calls) << c.says << "\n" << g.text();
  }
}

TEST(Passes, UnfusedIsACallANode) {
  Graph g;
  const Value x = rows_of(g, "x");
  EXPECT_EQ(calls(plan(g, {exp(relu(x)) * x}, 4, false, false)), "relu, exp, multiply");
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

TEST(Passes, RewriteWhatIsCheaperOtherwise) {
  for (const Case& c : rewriting) {
    Graph g;
    const Value result = c.build(g);
    EXPECT_EQ(calls(plan(g, {result}, 4)), c.calls) << c.says << "\n" << g.text();
  }
}

TEST(Passes, AnOptimizerIsOneChain) {
  Training net;
  mlp(net, 8, 4, {}, 3);
  net.adamw(0.1);
  const Planned p = plan(net.graph, {net.loss}, 8);
  const engine::Group& last = p.groups.back();
  EXPECT_EQ(last.kernel, "chain");
  EXPECT_EQ(p.prepared.graph->node(last.leader).shape(), net.graph.flat().shape());
  int over_flat = 0;
  for (const engine::Group& group : p.groups)
    over_flat += group.kernel == "chain" && p.prepared.graph->node(group.leader).shape() == net.graph.flat().shape();
  EXPECT_EQ(over_flat, 1);
}

/// "each:matmul sum:reduce none:affine" with phases.
std::string rows_text(const Planned& p) {
  std::string all;
  for (const engine::Group& group : p.groups) {
    const Node& node = p.prepared.graph->node(group.leader);
    if (node.op->name == "unpack") continue;
    all += fmt::format("{}{} {} {}", all.empty() ? "" : ", ", node.op->name,
                       names(Rows{})[static_cast<size_t>(group.rows)], group.phase);
  }
  return all;
}

TEST(Passes, RowsTellShardsFromTotals) {
  {
    Graph g;
    const Value x = rows_of(g, "x"), w = whole(g, "w", {6, 6});
    const Value loss = reduce(square(matmul(x, w)), {});
    EXPECT_EQ(rows_text(plan(g, {loss * 2, gradients(loss, {w})[0]}, 4, true)),
              "matmul each 1, sum_of_squares sum 1, affine sum 1, affine each 1, matmul sum 1");
  }
  {  // batch statistics flow back: the shards meet in between
    Graph g;
    const Value x = rows_of(g, "x");
    const Value mean = reduce(x, {.axes = {0}, .mean = true});
    EXPECT_EQ(rows_text(plan(g, {square(x - expand(mean, x, {.axes = {0}}))}, 4, true)),
              "reduce sum 1, affine sum 1, subtract each 3");
  }
  {  // what only the end needs does not make the shards wait
    Graph g;
    const Value x = rows_of(g, "x"), moments = channel_moments(x);
    const Value y = batch_normalization(x, whole(g, "gamma", {6}), whole(g, "beta", {6}), 1e-3);
    EXPECT_EQ(rows_text(plan(g, {y, slice(moments, 0, 0, 1)}, 4, true)),
              "channel_moments sum 1, normalize_channels each 3, slice none 4");
  }
  {  // no shards where rows are mixed
    Graph g;
    const Value x = rows_of(g, "x");
    EXPECT_TRUE(plan(g, {matmul(x, x, {.transpose_b = true})}, 4, true).rows.mixed);
    EXPECT_TRUE(plan(g, {reduce_max(x, {.axes = {0}})}, 4, true).rows.mixed);
    EXPECT_TRUE(plan(g, {permute(x, {1, 0})}, 4, true).rows.mixed);
    EXPECT_FALSE(plan(g, {reduce_max(x, {.axes = {1}})}, 4, true).rows.mixed);
  }
}

TEST(Passes, ShardsFollowWorkAndThreads) {
  const auto shards = [](auto build, int64_t rows, EngineSettings settings) {
    Training net;
    build(net, rows);
    const Planned p = plan(net.graph, {net.loss, net.gradient}, rows, true);
    return engine::count_shards(p.prepared, p.rows, rows, std::max(settings.threads, 1), settings);
  };
  const auto tiny = [](Training& net, int64_t rows) { mlp(net, rows, 8, {8}, 2); };
  const auto wide = [](Training& net, int64_t rows) { mlp(net, rows, 108, {256, 128}, 2); };
  const auto images = [](Training& net, int64_t rows) { cnn(net, rows); };
  EXPECT_EQ(shards(tiny, 32, {.threads = 4}), 1);
  EXPECT_EQ(shards(wide, 256, {.threads = 4}), 4);
  EXPECT_EQ(shards(wide, 3, {.threads = 4, .shards = 5}), 3);
  EXPECT_EQ(shards(images, 128, {.threads = 1}), 8);
  EXPECT_EQ(shards(images, 128, {.threads = 2, .any_threads = true}), shards(images, 128, {.any_threads = true}));
}

TEST(Arena, BuffersThatLiveTogetherDoNotOverlap) {
  Random random(5, "arena");
  std::vector<engine::Buffer> buffers(300);
  std::vector<engine::Buffer*> all;
  size_t sum = 0;
  for (engine::Buffer& b : buffers) {
    b.bytes = random.below(5000);
    b.first = static_cast<int>(random.below(100));
    b.last = b.first + static_cast<int>(random.below(12));
    sum += engine::padded(b.bytes);
    all.push_back(&b);
  }
  const size_t bytes = engine::place_by_lifetime(all);
  EXPECT_LT(bytes, sum / 4);
  for (const engine::Buffer& a : buffers)
    for (const engine::Buffer& b : buffers) {
      const bool together = a.first <= b.last && b.first <= a.last;
      const bool overlap =
          a.offset < b.offset + engine::padded(b.bytes) && b.offset < a.offset + engine::padded(a.bytes);
      ASSERT_TRUE(&a == &b || !together || !overlap);
    }
}

}  // namespace
}  // namespace plumb::testing

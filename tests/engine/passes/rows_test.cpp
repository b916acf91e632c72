// How values depend on the rows of a batch, and into how many shards it is cut.
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

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

}  // namespace
}  // namespace plumb::testing

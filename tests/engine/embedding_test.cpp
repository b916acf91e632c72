// Gradients of large tables: never written down as a whole, the same sums whatever the shards.
#include <gtest/gtest.h>

#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

struct Trained {
  std::vector<float> losses, gradient;
  std::map<std::string, std::vector<float>> states;
};

/// Steps over three batches in turn; with `gradient` that of the first step is kept too.
Trained train(int64_t rows, int steps, EngineSettings settings, bool gradient = false) {
  Training net;
  embeddings(net, rows, 3, 12'000, 5, {24});  // 36,000 rows of 5: one row may lie in two tiles
  net.adamw(0.01);
  States states;
  initialise(net.graph, states, 3);
  settings.updates = true;
  const Values outputs = gradient ? Values{net.loss, net.gradient} : Values{net.loss};
  const auto executor = make_executor("cpu", net.graph, outputs, rows, states, settings);
  Trained result;
  for (int i = 0; i < steps; ++i) {
    Batch batch(net, rows, static_cast<uint64_t>(i % 3));
    for (size_t c = 0; c < batch.codes.size(); c += 4) batch.codes[c] = 7;  // a row that is looked up often
    batch.bind(*executor, net);
    executor->run();
    result.losses.push_back(*static_cast<const float*>(executor->data(net.loss)));
    if (i == 0 && gradient) {
      const auto* p = static_cast<const float*>(executor->data(net.gradient));
      result.gradient.assign(p, p + count(net.gradient.shape()));
    }
  }
  for (const auto& [name, tensor] : states.all)
    if (tensor.type == Type::f32) result.states[name].assign(tensor.floats(), tensor.floats() + count(tensor.shape));
  return result;
}

void expect_near(const std::vector<float>& a, const std::vector<float>& b, double tolerance, const std::string& what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  for (size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], tolerance) << what << " at " << i;
}

TEST(Embedding, ALargeTablesGradientIsThatOfItsRows) {
  Graph g;
  const Value codes = g.input("codes", {4, 2}, Type::s32);
  const Value table = g.parameter("table", {20'000, 4}, uniform_initial(1)),
              scale = g.parameter("scale", {4}, uniform_initial(1));
  const Value found = gather(table, codes);
  const Value loss = reduce(square(found * expand(scale, found, {.axes = {0, 1}})), {});
  const Values d = gradients(loss, {table, scale});
  g.seal();
  const Value packed = pack(d, g.flat());
  States states;
  initialise(g, states, 5);
  const std::vector<int32_t> numbers{3, 19'999, 3, 0, -1, 512, 20'000, 3};  // two are not there
  for (const EngineSettings& settings : {EngineSettings{.threads = 1}, EngineSettings{.threads = 2, .shards = 3},
                                         EngineSettings{.threads = 1, .fuse = false}}) {
    const auto executor = make_executor("cpu", g, {packed, d[0], d[1]}, 4, states, settings);
    executor->bind(codes, numbers.data());
    executor->run();
    const auto* whole = static_cast<const float*>(executor->data(packed));
    const auto* dense = static_cast<const float*>(executor->data(d[0]));  // the sum written out
    for (int i = 0; i < 80'000; ++i) ASSERT_NEAR(whole[i], dense[i], 1e-5) << i;
    for (int i = 0; i < 4; ++i)
      ASSERT_NEAR(whole[80'000 + i], static_cast<const float*>(executor->data(d[1]))[i], 1e-4);
    EXPECT_NE(whole[3 * 4], 0);
    EXPECT_EQ(whole[2 * 4], 0);
    EXPECT_NE(executor->text().find("rows of tables"), std::string::npos) << executor->text();
  }
}

TEST(Embedding, TheTableIsNeverFilled) {
  Training net;
  embeddings(net, 32, 3, 12'000, 5, {24});
  net.adamw(0.01);
  States states;
  const auto executor = make_executor("cpu", net.graph, {net.loss}, 32, states, {.threads = 1, .updates = true});
  EXPECT_EQ(executor->text().find("gather_grad"), std::string::npos) << executor->text();
  EXPECT_LT(executor->memory_bytes(), 36'000 * 5 * sizeof(float) / 4);
}

TEST(Embedding, ShardsAndFusionGiveTheSame) {
  const Trained plain = train(33, 5, {.threads = 1, .fuse = false}, true);
  for (const EngineSettings& settings : {EngineSettings{.threads = 1}, EngineSettings{.threads = 2, .shards = 2},
                                         EngineSettings{.threads = 2, .shards = 3}}) {
    const Trained other = train(33, 5, settings, true);
    expect_near(other.losses, plain.losses, 1e-5, "losses");
    expect_near(other.gradient, plain.gradient, 1e-6, "gradient");
    expect_near(other.states.at("parameters"), plain.states.at("parameters"), 2e-4, "parameters");
  }
}

TEST(Embedding, AnyThreadsGiveTheSameBits) {
  const Trained one = train(33, 5, {.threads = 1, .any_threads = true, .shards = 4});
  const Trained three = train(33, 5, {.threads = 3, .any_threads = true, .shards = 4});
  EXPECT_EQ(one.losses, three.losses);
  EXPECT_EQ(one.states, three.states);
}

}  // namespace
}  // namespace plumb::testing

#include <gtest/gtest.h>

#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

std::vector<float> floats(const Executor& e, Value v, int64_t n) {
  const auto* p = static_cast<const float*>(e.data(v));
  return {p, p + n};
}

/// Loss, gradient and the states after some steps.
struct Result {
  std::vector<float> loss, gradient;
  std::map<std::string, std::vector<float>> states;
};

Result train(const Training& net, int64_t rows, int steps, EngineSettings settings) {
  States states;
  initialise(net.graph, states, 3);
  settings.updates = true;
  const auto executor = make_executor("cpu", net.graph, {net.loss, net.gradient}, rows, states, settings);
  const Batch batch(net, rows);
  batch.bind(*executor, net);
  Result result;
  for (int i = 0; i < steps; ++i) {
    executor->run();
    result.loss.push_back(*static_cast<const float*>(executor->data(net.loss)));
    if (i == 0) result.gradient = floats(*executor, net.gradient, count(net.gradient.shape()));
  }
  for (const auto& [name, tensor] : states.all)
    if (tensor.type == Type::f32) result.states[name].assign(tensor.floats(), tensor.floats() + count(tensor.shape));
  return result;
}

void expect_near(const std::vector<float>& a, const std::vector<float>& b, double tolerance, const std::string& what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  double largest = 0;
  for (const float x : b) largest = std::max(largest, std::abs(static_cast<double>(x)));
  for (size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], tolerance * (largest + 1e-6)) << what << " at " << i;
}

void expect_same(const Result& a, const Result& b, double tolerance) {
  expect_near(a.loss, b.loss, tolerance, "loss");
  expect_near(a.gradient, b.gradient, tolerance, "gradient");
  for (const auto& [name, values] : a.states) expect_near(values, b.states.at(name), tolerance, name);
}

void make_mlp(Training& net) {
  mlp(net, 64, 20, {48, 24}, 3, 0.2);
  net.adamw(0.001);
}
void make_cnn(Training& net) {
  cnn(net, 32, 14, 8);
  net.adamw(0.001);
}
void make_resnet(Training& net) {
  resnet(net, 16, 1, 8, 8);
  net.adamw(0.001);
}
constexpr EngineSettings sharded{.threads = 2, .shards = 3};

TEST(Training, TheLossFalls) {
  Training net;
  make_mlp(net);
  const Result r = train(net, 64, 60, {.threads = 1});
  EXPECT_NEAR(r.loss[0], std::log(3.0), 0.5);
  EXPECT_LT(r.loss.back(), r.loss[0] - 0.1);
}

TEST(Training, FusedEqualsOneCallANode) {
  for (const auto make : {make_mlp, make_cnn, make_resnet}) {
    Training net;
    make(net);
    expect_same(train(net, 32, 3, {.threads = 1}), train(net, 32, 3, {.threads = 1, .fuse = false}), 1e-4);
  }
}

/// The same updates, each made only where a number that is fed is not 0.
Value on_a_condition(Training& net) {
  const Value go = net.graph.input("go", {}, Type::f32, false);
  for (auto& [state, next] : net.graph.updates)
    if (state.type() == Type::f32) next = select(expand(go, state, {}), next, state);
  return go;
}

std::map<std::string, std::vector<float>> states_after(const Training& net, Value go, std::vector<float> gone,
                                                       const EngineSettings& settings, std::string* text) {
  States states;
  initialise(net.graph, states, 3);
  const auto executor = make_executor("cpu", net.graph, {net.loss}, 32, states, settings);
  const Batch batch(net, 32);
  batch.bind(*executor, net);
  for (float now : gone) {
    if (go) executor->bind(go, &now);
    executor->run();
  }
  std::map<std::string, std::vector<float>> all;
  for (const auto& [name, tensor] : states.all)
    if (tensor.type == Type::f32) all[name].assign(tensor.floats(), tensor.floats() + count(tensor.shape));
  *text = executor->text();
  return all;
}

TEST(Training, AnUpdateOnAConditionIsPassedOverOrMadeToTheSameBits) {
  for (const auto make : {make_mlp, make_resnet})
    for (EngineSettings settings : {EngineSettings{.threads = 1}, sharded}) {
      settings.updates = true;
      Training free, bound;
      make(free);
      make(bound);
      const Value go = on_a_condition(bound);
      std::string text;
      const auto all = states_after(free, {}, {1, 1}, settings, &text),
                 none = states_after(free, {}, {}, settings, &text);
      EXPECT_EQ(states_after(bound, go, {1, 1}, settings, &text), all);
      EXPECT_NE(text.find("(on a condition) [" + std::to_string(count(bound.graph.flat().shape()))), std::string::npos)
          << text;
      EXPECT_EQ(states_after(bound, go, {0, -0.0F}, settings, &text), none);
    }
}

TEST(Training, UpdatesOnAConditionMayReadEachOther) {
  constexpr int64_t n = 1003;
  for (const float go : {0.0F, 1.0F}) {
    Graph g;
    const Value a = g.state("a", {n}, 2), b = g.state("b", {n}, 3);
    const Value fed = g.input("go", {}, Type::f32, false), condition = expand(fed, a, {});
    g.update(a, select(condition, b * 2, a));
    g.update(b, select(condition, a * 5, b));
    States states;
    initialise(g, states, 1);
    const auto executor = make_executor("cpu", g, {}, 1, states, {.threads = 1, .updates = true});
    executor->bind(fed, &go);
    executor->run();
    for (int64_t i = 0; i < n; ++i) {
      ASSERT_EQ(states.find("a")->floats()[i], go == 0 ? 2 : 6);
      ASSERT_EQ(states.find("b")->floats()[i], go == 0 ? 3 : 10);
    }
  }
}

TEST(Training, ShardsEqualTheWhole) {
  for (const auto make : {make_mlp, make_cnn, make_resnet})
    for (const int64_t rows : {32, 37}) {
      Training net;
      make(net);
      expect_same(train(net, rows, 3, sharded), train(net, rows, 3, {.threads = 1}), 1e-4);
    }
}

TEST(Training, SameBitsTwice) {
  for (const auto make : {make_cnn, make_resnet})
    for (const EngineSettings& settings :
         {EngineSettings{.threads = 1}, EngineSettings{.threads = 2, .shards = 2}, sharded}) {
      Training net;
      make(net);
      const Result a = train(net, 33, 3, settings), b = train(net, 33, 3, settings);
      EXPECT_EQ(a.loss, b.loss);
      EXPECT_EQ(a.states, b.states);
    }
}

TEST(Training, AnyThreadsGiveTheSameBits) {
  for (const auto make : {make_mlp, make_cnn, make_resnet}) {
    Training net;
    make(net);
    const Result one = train(net, 33, 3, {.threads = 1, .any_threads = true, .shards = 8});
    for (const int threads : {2, 3}) {
      const Result more = train(net, 33, 3, {.threads = threads, .any_threads = true, .shards = 8});
      EXPECT_EQ(one.loss, more.loss) << threads;
      EXPECT_EQ(one.states, more.states) << threads;
    }
  }
}

}  // namespace
}  // namespace plumb::testing

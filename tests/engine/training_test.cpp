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

// The plug-in as a device: it trains the same networks to the same numbers, in the one OpenMP runtime of the process.

#include "tests/support/torch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

class Torch : public ::testing::Test {
 protected:
  void SetUp() override { need_torch(); }
};

struct Run {
  std::vector<float> losses;
  States states;
  std::string plan = {};  // its text, after the last step
};

bool has_gpu() { return std::filesystem::exists("/dev/nvidia0"); }

/// Six steps on two plans that share the states, as a training loop with a smaller last batch has them.
Run train(std::string_view device, const Training& net) {
  Run run;
  initialise(net.graph, run.states, 3);
  const auto whole = make_executor(device, net.graph, {net.loss}, 24, run.states, {.threads = 1, .updates = true});
  const auto rest = make_executor(device, net.graph, {net.loss}, 7, run.states, {.threads = 1, .updates = true});
  const Batch many(net, 24), few(net, 7, 2);
  many.bind(*whole, net);
  few.bind(*rest, net);
  for (int step = 0; step < 6; ++step) {
    Executor& executor = step % 3 == 2 ? *rest : *whole;
    executor.run();
    run.losses.push_back(*static_cast<const float*>(executor.data(net.loss)));
  }
  return run;
}

void expect_same(const Run& ours, const Run& theirs) {
  ASSERT_EQ(ours.losses.size(), theirs.losses.size());
  for (size_t i = 0; i < ours.losses.size(); ++i) EXPECT_NEAR(ours.losses[i], theirs.losses[i], 2e-5) << "step " << i;
  ASSERT_EQ(ours.states.all.size(), theirs.states.all.size());
  for (const auto& [name, tensor] : theirs.states.all) {
    const States::Tensor& other = ours.states.all.at(name);
    if (tensor.type == Type::s32) {
      EXPECT_EQ(*reinterpret_cast<int32_t*>(tensor.data.get()), static_cast<int32_t>(ours.losses.size())) << name;
      continue;
    }
    double largest = 0;
    for (int64_t i = 0; i < count(tensor.shape); ++i)
      largest = std::max(largest, std::abs(double{other.floats()[i]} - tensor.floats()[i]));
    EXPECT_LT(largest, 1e-4) << name;
  }
}

void expect_same_training(const Training& net) { expect_same(train("cpu", net), train("torch", net)); }

/// Five steps on one plan. On a GPU the last two are replays: the run that follows the third is recorded.
Run train_on_one_plan(std::string_view device, const Training& net) {
  Run run;
  initialise(net.graph, run.states, 3);
  const auto plan = make_executor(device, net.graph, {net.loss}, 24, run.states, {.threads = 1, .updates = true});
  for (uint64_t step = 0; step < 5; ++step) {
    const Batch batch(net, 24, step);
    batch.bind(*plan, net);
    plan->run();
    run.losses.push_back(*static_cast<const float*>(plan->data(net.loss)));
  }
  run.plan = plan->text();
  return run;
}

TEST_F(Torch, TrainsDenseLayersWithDropoutAlike) {
  Training net;
  mlp(net, 24, 20, {32, 16}, 3, 0.3);
  net.adamw(0.01);
  expect_same_training(net);
}

TEST_F(Torch, TrainsConvolutionsAlike) {
  Training net;
  cnn(net, 24, 14, 4);
  net.adamw(0.01);
  expect_same_training(net);
}

TEST_F(Torch, ReplaysOnAGpuTrainAsTheCpuDoes) {
  if (!has_gpu()) GTEST_SKIP() << "there is no GPU here: no CUDA graph is recorded";
  for (const bool images : {false, true}) {
    Training net;
    if (images)
      cnn(net, 24, 14, 4);
    else
      mlp(net, 24, 20, {32, 16}, 3, 0.3);  // whose masks differ from step to step
    net.adamw(0.01);
    const auto replayed = train_on_one_plan("cuda", net);
    expect_same(train_on_one_plan("cpu", net), replayed);
    EXPECT_TRUE(replayed.plan.starts_with("recorded as a CUDA graph")) << replayed.plan;
  }
}

TEST_F(Torch, StatesThatExchangeValuesDoSo) {
  Graph graph;
  const Value a = graph.state("a", {2}, 1), b = graph.state("b", {2}, 2);
  graph.update(a, b);
  graph.update(b, a);
  States states;
  const auto executor = make_executor("torch", graph, {a}, 1, states, {.updates = true});
  executor->run();
  EXPECT_EQ(*static_cast<const float*>(executor->data(a)), 1) << "an output is the value before the updates";
  EXPECT_EQ(states.all.at("a").floats()[1], 2);
  EXPECT_EQ(states.all.at("b").floats()[1], 1);
}

void expect_bf16_products_only(std::string_view device) {
  Graph graph;
  const Value x = graph.input("x", {4, 257}), w = graph.input("w", {257, 3}, Type::f32, false);
  const Value y = matmul(x, w), sum = x + x;
  const std::vector<float> ones(4 * 257, 1.001F);
  States states;
  const auto executor = make_executor(device, graph, {y, sum}, 4, states, {.precision = Precision::bf16});
  executor->bind(x, ones.data());
  executor->bind(w, ones.data());
  executor->run();
  EXPECT_EQ(*static_cast<const float*>(executor->data(y)), 257) << "1.001 is 1 in bfloat16, which has no 257";
  EXPECT_EQ(*static_cast<const float*>(executor->data(sum)), 2.002F);
}

TEST_F(Torch, Bf16RoundsTheOperandsOfProductsOnly) { expect_bf16_products_only("torch"); }

TEST_F(Torch, Bf16OnAGpuRoundsTheOperandsOfProductsOnly) {
  if (!has_gpu()) GTEST_SKIP() << "there is no GPU here";
  expect_bf16_products_only("cuda");
}

TEST_F(Torch, CudaWithoutOneSaysWhatToWrite) {
  if (has_gpu()) GTEST_SKIP() << "there is a GPU here";
  Graph graph;
  const Value x = graph.input("x", {2, 3});
  States states;
  try {
    make_executor("cuda", graph, {relu(x)}, 2, states, {});
    FAIL() << "it took the graph";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("write `device: cpu`"), std::string::npos) << error.what();
  }
}

// oneDNN and libtorch both bring OpenMP. Two runtimes would each keep a pool of threads and slow each other down.
TEST_F(Torch, OneOpenMPRuntimeServesBoth) {
  Training net;
  mlp(net, 24, 20, {32}, 3);
  net.adamw(0.01);
  train("cpu", net);
  train("torch", net);
  std::set<std::string> runtimes;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const auto begin = line.find('/');
    if (begin == std::string::npos) continue;
    const std::string file = std::filesystem::path(line.substr(begin)).filename();
    for (const char* runtime : {"libgomp", "libomp", "libiomp"})
      if (file.starts_with(runtime)) runtimes.insert(line.substr(begin));
  }
  EXPECT_EQ(runtimes.size(), 1U) << ::testing::PrintToString(runtimes);
}

}  // namespace
}  // namespace plumb::testing

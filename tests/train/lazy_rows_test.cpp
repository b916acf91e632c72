// `sparse: true` of an embedding: a step changes only the rows that were looked up, whatever the optimizer, the shards
// and the number of threads; clipping by the norm does not write the table's gradient down.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "plumb/core/random.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/regularizers/l2.h"
#include "plumb/train/divergence.h"
#include "plumb/train/optimizers/adamw.h"
#include "plumb/train/optimizers/sgd.h"
#include "plumb/train/step_graph.h"

namespace plumb {
namespace {

constexpr int64_t codes = 6000, width = 20, rows = 32;  // 120,000 elements: a row may lie in two tiles

Network network(bool sparse) {
  return Network({{"target", input({.name = "code", .shape = {2}, .type = Type::s32, .codes = codes}) |
                                 Embedding{.input_dim = codes, .output_dim = width, .sparse = sparse} | Flatten{} |
                                 Dense{3, softmax}}});
}

/// Steps on batches that are drawn by number; the states afterwards, and which rows were looked up.
struct Trained {
  States states, before;
  std::vector<bool> used = std::vector<bool>(codes);
  std::string text;
  size_t memory = 0;

  Trained(const Network& trained, const TrainOptions& options, const EngineSettings& how,
          const std::vector<int>& batches, int accumulate = 1, bool holds = false) {
    const TrainTarget target{.spec = {.name = "target", .labels = {"a", "b", "c"}}};
    const auto losses = losses_for(trained, {target}, options, false);
    std::vector<int32_t> found(rows * 2), labels(rows);
    int done = 0;
    for (const int batch : batches) {
      Random random(static_cast<uint64_t>(batch), "batch");
      for (int32_t& code : found) code = static_cast<int32_t>(random.below(codes));
      found[0] = found[1] = 7;  // a row that is looked up twice, in every batch
      for (int32_t& label : labels) label = static_cast<int32_t>(random.below(3));
      for (const int32_t code : found) used[static_cast<size_t>(code)] = true;
      const bool last = ++done % accumulate == 0;
      const StepPart part = accumulate == 1 ? StepPart::whole
                            : last          ? StepPart::update_with_sum
                                            : StepPart::sum_gradients;
      const StepGraph made = step_graph(trained, losses, options, 3, part);
      const Value limit = holds ? hold_updates(*made.graph, made.loss) : Value();
      if (done == 1) {
        initialise(*made.graph, states, 3);
        initialise(*made.graph, before, 3);
      }
      EngineSettings settings = how;
      settings.updates = true;
      const auto plan = make_executor("cpu", *made.graph, {made.loss}, rows, states, settings);
      const float inverse = 1.0F / static_cast<float>(rows * accumulate), rate = 0.01F, most = 1e6F;
      if (limit) plan->bind(limit, &most);
      plan->bind(made.inputs[0], found.data());
      plan->bind(made.targets[0], labels.data());
      plan->bind(made.inverse_count, &inverse);
      if (made.rate) plan->bind(made.rate, &rate);
      plan->run();
      text = plan->text();
      memory = plan->memory_bytes();
    }
  }
  const float* row(const std::string& name, size_t number) const {
    return states.find(name)->floats() + number * width;
  }
};

TrainOptions adamw(std::optional<double> clip = {}) {
  TrainOptions options;
  options.optimizer = AdamW{.weight_decay = 0.1};
  options.clip_norm = clip;
  return options;
}

const EngineSettings one_thread{.threads = 1};

/// Rows that were looked up are as in `dense`; all others as at the beginning, and without moments.
void expect_lazy(const Trained& lazy, const Trained& dense, double tolerance = 0) {
  for (size_t r = 0; r < codes; ++r)
    for (size_t i = 0; i < width; ++i) {
      const float weight = lazy.row("parameters", r)[i];
      if (lazy.used[r]) {
        ASSERT_NEAR(weight, dense.row("parameters", r)[i], tolerance) << "row " << r;
        continue;
      }
      ASSERT_EQ(weight, lazy.before.find("parameters")->floats()[r * width + i]) << "row " << r;
      if (lazy.states.find("adam/m")) {
        ASSERT_EQ(lazy.row("adam/m", r)[i], 0) << "row " << r;
        ASSERT_EQ(lazy.row("adam/v", r)[i], 0) << "row " << r;
      }
    }
  EXPECT_NE(lazy.row("parameters", 7)[0], lazy.before.find("parameters")->floats()[size_t{7} * width]);
}

TEST(LazyRows, OnlyRowsThatWereLookedUpChange) {
  const std::vector<int> same{1, 1, 1};  // so that rows looked up are so in every step, and the dense rule is the same
  const Trained dense(network(false), adamw(), one_thread, same);
  const Trained lazy(network(true), adamw(), one_thread, same);
  expect_lazy(lazy, dense);
  EXPECT_NE(lazy.text.find("(rows looked up)"), std::string::npos) << lazy.text;
  EXPECT_EQ(dense.text.find("rows looked up"), std::string::npos) << dense.text;
}

TEST(LazyRows, WhereBadUpdatesAreHeldBackTheOthersAreStillSkipped) {
  const std::vector<int> batches{1, 2, 3};
  const Trained free(network(true), adamw(1), one_thread, batches);
  const Trained held(network(true), adamw(1), one_thread, batches, 1, true);
  EXPECT_NE(held.text.find("(rows looked up)"), std::string::npos) << held.text;
  EXPECT_LT(held.memory, codes * width * sizeof(float));  // no second table
  for (const auto& [name, tensor] : free.states.all)
    EXPECT_EQ(std::memcmp(tensor.data.get(), held.states.find(name)->data.get(), tensor.bytes()), 0) << name;
}

TEST(LazyRows, ARowRestsBetweenLookups) {
  const Trained once(network(true), adamw(), one_thread, {1}), then(network(true), adamw(), one_thread, {1, 2});
  size_t rested = 0;
  for (size_t r = 0; r < codes; ++r) {
    if (!once.used[r]) continue;
    const bool again = std::abs(then.row("adam/m", r)[0] - once.row("adam/m", r)[0]) > 0;
    rested += again ? 0 : 1;
    if (again) continue;
    ASSERT_EQ(then.row("parameters", r)[0], once.row("parameters", r)[0]) << "row " << r;
  }
  EXPECT_GT(rested, 40);  // of about 62
}

TEST(LazyRows, SgdIsTheSameRule) {
  TrainOptions options;
  options.optimizer = Sgd{};
  const Trained dense(network(false), options, one_thread, {1, 2, 3}),
      lazy(network(true), options, one_thread, {1, 2, 3});
  expect_lazy(lazy, dense);
}

TEST(LazyRows, ShardsThreadsAndFusionGiveTheSame) {
  const std::vector<int> batches{1, 2, 3, 4};
  const Trained plain(network(true), adamw(), {.threads = 1, .fuse = false}, batches);
  for (const EngineSettings& settings :
       {one_thread, EngineSettings{.threads = 2, .shards = 2}, EngineSettings{.threads = 2, .shards = 3}}) {
    const Trained other(network(true), adamw(), settings, batches);
    expect_lazy(other, plain, 1e-6);
  }
  const Trained one(network(true), adamw(), {.threads = 1, .any_threads = true, .shards = 4}, batches);
  const Trained three(network(true), adamw(), {.threads = 3, .any_threads = true, .shards = 4}, batches);
  for (const auto& [name, tensor] : one.states.all) {
    if (tensor.type != Type::f32) continue;
    const float* other = three.states.find(name)->floats();
    for (int64_t i = 0; i < count(tensor.shape); ++i)
      ASSERT_EQ(tensor.floats()[i], other[i]) << name << " at " << i << ", in row " << i / width;
  }
}

TEST(LazyRows, SeveralBatchesAnUpdate) {
  const Trained dense(network(false), adamw(), one_thread, {1, 2}, 2),
      lazy(network(true), adamw(), one_thread, {1, 2}, 2);
  expect_lazy(lazy, dense, 1e-7);
}

TEST(LazyRows, ClippingByTheNorm) {
  for (const bool sparse : {false, true}) {
    const Trained fused(network(sparse), adamw(1e-3), one_thread, {1});
    const Trained plain(network(sparse), adamw(1e-3), {.threads = 1, .fuse = false}, {1});
    const float* m = fused.states.find("adam/m")->floats();
    double norm = 0;
    for (int64_t i = 0; i < count(fused.states.find("adam/m")->shape); ++i) {
      norm += static_cast<double>(m[i]) * static_cast<double>(m[i]);
      ASSERT_NEAR(m[i], plain.states.find("adam/m")->floats()[i], 1e-9);
    }
    EXPECT_NEAR(std::sqrt(norm), 0.1 * 1e-3, 1e-6);  // m is a tenth of the clipped gradient
    EXPECT_LT(fused.memory, codes * width * sizeof(float) / 4) << fused.text;
  }
}

TEST(LazyRows, ATableThatIsReadAsAWholeIsRefused) {
  const Network penalised(
      {{"target",
        input({.name = "code", .shape = {2}, .type = Type::s32, .codes = codes}) |
            Embedding{.input_dim = codes, .output_dim = width, .embeddings_regularizer = L2{}, .sparse = true} |
            Flatten{} | Dense{3, softmax}}});
  try {
    Trained(penalised, adamw(), one_thread, {1});
    FAIL() << "it ran";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("leave one of the two out"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace plumb

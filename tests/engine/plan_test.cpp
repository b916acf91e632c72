#include "plumb/engine/plan.h"

#include <gtest/gtest.h>

#include "plumb/engine/bf16_support.h"
#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

using Floats = std::vector<float>;

Floats run(const Graph& g, Value result, const std::map<std::string, Floats>& feeds, int64_t rows,
           const EngineSettings& settings) {
  States states;
  const auto executor = make_executor("cpu", g, {result}, rows, states, settings);
  for (const auto& [name, values] : feeds) executor->bind(g.find_input(name), values.data());
  executor->run();
  const auto* p = static_cast<const float*>(executor->data(result));
  const int64_t each = result.rank() > 0 && result.dim(0) > 0 ? count(result.shape()) / result.dim(0) : 1;
  return {p, p + (result.rank() > 0 && result.dim(0) == 4 ? rows * each : count(result.shape()))};
}

void expect_near(const Floats& a, const Floats& b, const std::string& what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  for (size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-5 * (1 + std::abs(b[i]))) << what << " at " << i;
}

struct Case {
  const char* says;
  Value (*build)(Value x, Value w);  // x: 4 rows of {3, 6}; w: {6, 6}
};

Value flat_rows(Value x) { return merge_dims(x, 0, 2); }

const Case graphs[] = {
    {"rows as they come", [](Value x, Value) { return exp(x); }},
    {"rows through a product, merged and split again",
     [](Value x, Value w) {
       return split_dim(relu(matmul(flat_rows(x), w)), 0, {-1, 3});
     }},
    {"an output that is a view", [](Value x, Value) { return merge_dims(exp(x), 1, 2); }},
    {"a mean over rows",
     [](Value x, Value) { return x - expand(reduce(x, {.axes = {0}, .mean = true}), x, {.axes = {0}}); }},
    {"a mean over rows, after which rows are used again",
     [](Value x, Value) {
       const Value c = x - expand(reduce(x, {.axes = {0}, .mean = true}), x, {.axes = {0}});
       return c / expand(sqrt(reduce(square(c), {.axes = {0}}) + 1e-3), c, {.axes = {0}});
     }},
    {"batch statistics, twice",
     [](Value x, Value) {
       const auto centred = [](Value v) {
         return v - expand(reduce(v, {.axes = {0}, .mean = true}), v, {.axes = {0}});
       };
       const Value c = centred(x), variance = reduce(square(c), {.axes = {0}, .mean = true});
       return centred(exp(c / expand(sqrt(variance + 1e-3), c, {.axes = {0}})));
     }},
    {"a sum over rows that is read as a whole by rows",
     [](Value x, Value) {
       return x * expand(reduce(x, {.axes = {0, 1}}), x, {.axes = {0, 1}});
     }},
    {"two sums over rows, added",
     [](Value x, Value) { return reduce(x, {.axes = {0}}) + reduce(exp(x), {.axes = {0}}); }},
    {"a sum and its own scale, both read",
     [](Value x, Value) {
       const Value s = reduce(x, {.axes = {0}});
       return s * 3 + exp(s);
     }},
    {"a view of a sum beside the sum",
     [](Value x, Value) {
       const Value s = reduce(x, {.axes = {0}}), flat = merge_dims(s, 0, 2);
       return flat * 2 + merge_dims(exp(s), 0, 2);
     }},
    {"a scalar from all rows",
     [](Value x, Value w) { return reduce(square(matmul(flat_rows(x), w)), {.mean = true}); }},
    {"rows that are mixed", [](Value x, Value) { return reduce_max(x, {.axes = {0}}); }},
    {"a mask does not depend on shards",
     [](Value x, Value) { return x * random_mask(x, x.graph().constant(5, Type::s32), {.rate = 0.4, .seed = 9}); }},
    {"gradients by rows and by the whole",
     [](Value x, Value w) {
       const Value loss = reduce(tanh(matmul(flat_rows(x), w)), {});
       const Values d = gradients(loss, {x, w});
       return reduce(d[1], {.axes = {0}}) + reduce(d[0], {.axes = {0, 1}});
     }},
    {"sequences: stacks of products, permuted",
     [](Value x, Value) {
       return permute(matmul(x, x, {.transpose_b = true}), {0, 2, 1});
     }},
};

TEST(Plan, ShardsFuseAndBatchesGiveTheSame) {
  for (const Case& c : graphs)
    for (const int64_t rows : {1, 4, 7}) {
      Graph g;
      const Value x = g.input("x", {4, 3, 6}), w = g.input("w", {6, 6}, Type::f32, false);
      const Value result = c.build(x, w);
      const std::map<std::string, Floats> feeds{{"x", random_numbers(rows * 18, 1)}, {"w", random_numbers(36, 2)}};
      const Floats plain = run(g, result, feeds, rows, {.threads = 1, .fuse = false});
      const std::string what = std::string(c.says) + ", rows " + std::to_string(rows);
      expect_near(run(g, result, feeds, rows, {.threads = 1}), plain, what + ", fused");
      for (const int shards : {2, 3})
        expect_near(run(g, result, feeds, rows, {.threads = 2, .shards = shards}), plain, what + ", in shards");
    }
}

TEST(Plan, RowsDoNotDependOnTheBatch) {
  Graph g;
  const Value x = g.input("x", {4, 6}), w = g.input("w", {6, 3}, Type::f32, false);
  const Value y = softmax(matmul(x, w));
  const std::map<std::string, Floats> feeds{{"x", random_numbers(37 * 6, 1)}, {"w", random_numbers(18, 2)}};
  const Floats many = run(g, y, feeds, 37, {}), few = run(g, y, feeds, 5, {});
  for (size_t i = 0; i < few.size(); ++i) EXPECT_NEAR(few[i], many[i], 1e-6);
}

TEST(Plan, UpdatesTakeEffectAtTheEnd) {
  Graph g;
  const Value a = g.state("a", {3}, 1), b = g.state("b", {3}, 2), t = g.state("t", {}, 0, Type::s32);
  g.update(a, b);  // exchanged: each must read the other's old value
  g.update(b, a);
  g.update(t, affine(t, 1, 1));
  const Value sum = a + b * 10;
  States states;
  const auto executor = make_executor("cpu", g, {sum}, 1, states, {.updates = true});
  for (int i = 0; i < 3; ++i) {
    executor->run();
    EXPECT_EQ(*static_cast<const float*>(executor->data(sum)), i % 2 == 0 ? 21 : 12);
  }
  EXPECT_EQ(states.all.at("a").floats()[2], 2);
  EXPECT_EQ(*reinterpret_cast<int32_t*>(states.all.at("t").data.get()), 3);
}

TEST(Plan, UpdatesAreMadeOnlyWhenAskedFor) {
  Graph g;
  const Value a = g.state("a", {3}, 1);
  g.update(a, a * 2);
  const Value y = a + 1;
  States states;
  const auto executor = make_executor("cpu", g, {y}, 1, states, {});
  executor->run();
  EXPECT_EQ(states.all.at("a").floats()[0], 1);
}

TEST(Plan, AStateIsWrittenInPlaceOnceItsReadersAreDone) {
  Graph g;
  const Value p = g.state("p", {64}, 1), x = g.input("x", {4, 64});
  g.update(p, p * 0.5 + reduce(x, {.axes = {0}}));
  States states;
  engine::Plan plan(g, {}, 4, states, {.updates = true});
  EXPECT_EQ(plan.text().find("copy"), std::string::npos) << plan.text();
  Graph late;  // here somebody reads the old value after the update could be made
  const Value q = late.state("p", {64}, 1), y = late.input("x", {4, 64});
  const Value next = q * 0.5;
  late.update(q, next);
  const Value out = matmul(split_dim(exp(next), 0, {1, 64}), split_dim(q, 0, {64, 1}));
  engine::Plan other(late, {out, reduce(y, {})}, 4, states, {.updates = true});
  const Floats feed(256, 0.0F);
  other.bind(y, feed.data());
  other.run();
  EXPECT_NEAR(*static_cast<const float*>(other.data(out)), 64 * std::exp(0.5), 1e-3);
  EXPECT_EQ(states.all.at("p").floats()[0], 0.5F);
}

TEST(Plan, TheArenaIsSmallerThanItsBuffers) {
  Training net;
  cnn(net, 16, 14, 8);
  net.adamw(0.1);
  States states;
  const engine::Plan plan(net.graph, {net.loss}, 16, states, {.threads = 1, .updates = true, .shards = 1});
  EXPECT_LT(plan.memory_bytes(), plan.buffer_bytes() * 3 / 4);
  const engine::Plan four(net.graph, {net.loss}, 16, states, {.threads = 1, .updates = true, .shards = 4});
  EXPECT_LT(four.memory_bytes(), plan.memory_bytes());  // shards of one thread share theirs
}

TEST(Plan, ProfilesItsCalls) {
  Training net;
  mlp(net, 8, 4, {5}, 3);
  States states;
  engine::Plan plan(net.graph, {net.loss}, 8, states, {.profile = true});
  const Batch batch(net, 8);
  plan.bind(net.x, batch.x.data());
  plan.bind(net.labels, batch.labels.data());
  plan.bind(net.weights, batch.weights.data());
  plan.bind(net.inverse_count, &batch.inverse_count);
  plan.run();
  EXPECT_NE(plan.text().find(" us  matmul + bias + relu [8, 4] by [4, 5]"), std::string::npos) << plan.text();
}

TEST(Plan, InputsMayBeBytes) {
  Graph g;
  const Value x = g.input("x", {4, 3}, Type::u8);
  const Value y = cast(x, Type::f32) / 255;
  States states;
  const auto executor = make_executor("cpu", g, {y}, 4, states, {.threads = 2, .shards = 2});
  const std::vector<uint8_t> pixels{0, 255, 51, 0, 0, 0, 255, 255, 255, 1, 2, 102};
  executor->bind(x, pixels.data());
  executor->run();
  for (size_t i = 0; i < pixels.size(); ++i)
    EXPECT_NEAR(static_cast<const float*>(executor->data(y))[i], static_cast<float>(pixels[i]) / 255, 1e-6);
}

TEST(Plan, MistakesAreNamed) {
  Graph g, other;
  const Value x = g.input("x", {4, 3});
  States states;
  states.at("s", {5});
  const auto executor = make_executor("cpu", g, {exp(x)}, 4, states, {});
  EXPECT_THROW(executor->data(other.input("x", {2})), Error);
  EXPECT_THROW(executor->bind(exp(x), nullptr), Error);
  EXPECT_THROW(make_executor("abacus", g, {exp(x)}, 4, states, {}), Error);
  if (!cpu_has_bf16()) {
    EXPECT_THROW(make_executor("cpu", g, {exp(x)}, 4, states, {.precision = Precision::bf16}), Error);
  }
  g.state("s", {6});
  EXPECT_THROW(make_executor("cpu", g, {g.state("s", {6}) + 1}, 4, states, {}), Error);
}

}  // namespace
}  // namespace plumb::testing

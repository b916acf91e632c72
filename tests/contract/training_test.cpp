// What every registered loss, optimizer and regularizer must hold: the device under test computes what libtorch does in
// float64, and the gradients are those of autograd.

#include "plumb/graph/operators.h"
#include "plumb/graph/ordinal.h"
#include "plumb/model/regularizer.h"
#include "plumb/train/loss.h"
#include "plumb/train/optimizer.h"
#include "tests/contract/run.h"
#include "tests/contract/sample.h"
#include "tests/support/device.h"

namespace plumb::contract {
namespace {

class ForTraining : public OracleTest {
 protected:
  Entry word() const { return Entry::text(GetParam()); }
};
class EveryLoss : public ForTraining {};
class EveryOptimizer : public ForTraining {};
class EveryRegularizer : public ForTraining {};

/// A scalar with what its graph is fed: engine and oracle agree on it and on its derivatives by `by`.
void expect_agreement(Graph& graph, Value scalar, const Values& by, int64_t rows, const Feeds& feeds) {
  Values all = gradients(scalar, by);
  auto expected = oracle().gradients(graph, scalar, by, feeds);
  const auto got = oracle().evaluate(graph, all, feeds);
  for (size_t k = 0; k < by.size(); ++k) EXPECT_TRUE(near(got[k], expected[k], float64_tolerance)) << "by " << k;
  all.push_back(scalar);
  expected.push_back(oracle().evaluate(graph, {scalar}, feeds)[0]);
  for (const auto& [says, settings] : ways()) {
    SCOPED_TRACE(says);
    States states;
    const auto engine = run(graph, all, rows, feeds, states, settings);
    for (size_t k = 0; k < all.size(); ++k) EXPECT_TRUE(near(engine[k], expected[k], float32_tolerance)) << k;
  }
}

/// A head and its truth; a loss takes those that it is made for and refuses others.
struct Situation {
  const char* says;
  LossInputs (*make)(Inputs& in);
};
const Situation situations[] = {
    {"classes",
     [](Inputs& in) {
       return LossInputs{softmax(in.rows({4})), in.codes({}, 4)};
     }},
    {"distributions",
     [](Inputs& in) {
       return LossInputs{softmax(in.rows({4})), softmax(in.rows({4}))};
     }},
    {"probabilities",
     [](Inputs& in) {
       return LossInputs{sigmoid(in.rows({1})), in.rows({1}, {0, 1})};
     }},
    {"several probabilities",
     [](Inputs& in) {
       return LossInputs{sigmoid(in.rows({3})), in.rows({3}, {0, 1})};
     }},
    {"ordered classes",
     [](Inputs& in) {
       return LossInputs{ordinal_probabilities(in.rows({3})), in.codes({}, 4)};
     }},
    // Predictions that are probabilities too: what is outside is clipped, where float32 and float64 must differ.
    {"numbers",
     [](Inputs& in) {
       return LossInputs{in.rows({3}, {0.1, 0.9}), in.rows({3})};
     }},
};

TEST_P(EveryLoss, EqualsLibtorchWithItsGradient) {
  int taken = 0;
  for (const auto& [says, make] : situations)
    for (const int64_t rows : {1, 7}) {
      SCOPED_TRACE(says);
      Graph graph;
      Inputs in(graph, rows);
      const LossInputs inputs = make(in);
      Value per_row;
      try {
        per_row = registry<Loss>().make(word()).per_row(inputs);
      } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find(GetParam()), std::string::npos) << error.what();
        continue;
      }
      ++taken;
      EXPECT_EQ(per_row.shape(), Shape{rows});
      const Value loss = weighed_sum(per_row, "weights", true);
      Feeds feeds = drawn(in, rows);
      feeds[graph.find_input("weights")] = weights({rows});
      expect_agreement(graph, loss, in.floats(), rows, feeds);
    }
  EXPECT_GT(taken, 0) << "it takes nothing of what heads give";
}

TEST_P(EveryOptimizer, StepsAsOnLibtorch) {
  Graph graph;
  const auto initial = [](const Shape& shape, uint64_t, float* to) {
    const Numbers numbers = weights(shape);
    std::copy(numbers.values.begin(), numbers.values.end(), to);
  };
  const Value x = graph.input("x", {7, 5}), rate = graph.input("rate", {}, Type::f32, false);
  const Value w = graph.parameter("w", {5, 3}, initial), b = graph.parameter("b", {3}, initial);
  const Value y = matmul(x, w);
  const Value loss = reduce(square(y + expand(b, y, {.axes = {0}})), {}) / 21;
  graph.seal();
  registry<Optimizer>().make(word()).build(graph, pack(gradients(loss, {w, b}), graph.flat()), rate);
  ASSERT_FALSE(graph.updates.empty()) << "it updates nothing";

  States states;
  initialise(graph, states, 3);
  const auto numbers_of = [&](Value state) {
    const States::Tensor& tensor = states.all.at(state.node().options.as<Leaf>().name);
    if (tensor.type == Type::f32)
      return Numbers{tensor.shape, {tensor.floats(), tensor.floats() + count(tensor.shape)}};
    const auto* whole = reinterpret_cast<const int32_t*>(tensor.data.get());
    return Numbers{tensor.shape, {whole, whole + count(tensor.shape)}};
  };
  // Beside the device, in float64: what one step leaves is fed to the next.
  const Numbers fed = weights({7, 5});
  const float step = 0.05F;
  Feeds feeds{{x, fed}, {rate, {{}, {step}}}, {graph.flat(), numbers_of(graph.flat())}};
  for (const State& state : graph.states) feeds[state.value] = numbers_of(state.value);
  Values next;
  for (const Update& update : graph.updates) next.push_back(update.next);

  const auto executor =
      make_executor(testing::tested_device(), graph, {loss}, 7, states, {.threads = 1, .updates = true});
  const std::vector<float> rows(fed.values.begin(), fed.values.end());
  executor->bind(x, rows.data());
  executor->bind(rate, &step);
  for (int i = 0; i < 5; ++i) {
    executor->run();
    const std::vector<Numbers> after = oracle().evaluate(graph, next, feeds);
    for (size_t k = 0; k < next.size(); ++k) feeds[graph.updates[k].state] = after[k];
  }
  for (const Update& update : graph.updates)
    EXPECT_TRUE(near(numbers_of(update.state), feeds.at(update.state), float32_tolerance))
        << update.state.node().options.as<Leaf>().name;
}

TEST_P(EveryRegularizer, EqualsLibtorchWithItsGradient) {
  Graph graph;
  Inputs in(graph, 1);
  const Value penalty = registry<Regularizer>().make(word()).penalty(in.whole({5, 3}));
  EXPECT_EQ(penalty.rank(), 0);
  expect_agreement(graph, penalty, in.floats(), 1, drawn(in, 1));
}

const auto by_name = [](const auto& info) { return info.param; };
INSTANTIATE_TEST_SUITE_P(Contract, EveryLoss, ::testing::ValuesIn(registry<Loss>().words()), by_name);
INSTANTIATE_TEST_SUITE_P(Contract, EveryOptimizer, ::testing::ValuesIn(registry<Optimizer>().words()), by_name);
INSTANTIATE_TEST_SUITE_P(Contract, EveryRegularizer, ::testing::ValuesIn(registry<Regularizer>().words()), by_name);

}  // namespace
}  // namespace plumb::contract

// What every registered layer must hold: built by the engine it gives what libtorch gives, in training and in
// inference, its running states included; its gradients are those of autograd; written down and read back it is the
// same layer; shapes that it cannot take are refused, by its name and with what came.

#include <set>

#include "plumb/engine/weights.h"
#include "plumb/graph/operators.h"
#include "tests/contract/layer_sample.h"
#include "tests/contract/run.h"

namespace plumb::contract {
namespace {

class EveryLayer : public ::testing::TestWithParam<std::string> {
 protected:
  template <class Check>
  void each(Check check) {
    for (const LayerSample& sample : layer_samples()) {
      if (sample.layer() != GetParam()) continue;
      SCOPED_TRACE(sample.yaml);
      try {
        check(sample);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    }
  }
};

class EveryLayerAndOracle : public EveryLayer {
  void SetUp() override { testing::need_torch(); }
};

TEST_P(EveryLayer, HasSamples) {
  bool has = false;
  each([&](const LayerSample&) { has = true; });
  EXPECT_TRUE(has) << "layer " << GetParam() << " has no sample; write tests/contract/layers/" << GetParam() << ".cpp";
}

TEST_P(EveryLayer, WrittenAndReadBackIsTheSameLayer) {
  each([](const LayerSample& sample) {
    const Entry written = Form<Layer>::make(sample.entry()).write();
    EXPECT_EQ(to_yaml(Form<Layer>::make(written).write()), to_yaml(written));
    for (const bool training : {false, true}) {
      const BuiltLayer once(sample, 4, training);
      const BuiltLayer again({.yaml = to_yaml(written), .inputs = sample.inputs}, 4, training);
      EXPECT_EQ(once.graph->text(), again.graph->text());
    }
  });
}

// The inference graph of weights that were stored and loaded answers with the same bits.
TEST_P(EveryLayer, SavedAndLoadedGivesTheSameAnswer) {
  each([](const LayerSample& sample) {
    BuiltLayer built(sample, 7, false);
    const std::string file = to_safetensors(weights_of(*built.graph, built.states));
    States loaded;
    set_weights(*built.graph, parse_safetensors(file, "memory").tensors, loaded, "memory");
    const Feeds feeds = built.feeds(7);
    const auto answer = [&](States& states) {
      return run(*built.graph, {built.result}, 7, feeds, states, {})[0].values;
    };
    EXPECT_EQ(answer(built.states), answer(loaded));
  });
}

/// Shapes that are not the sample's: an axis less or more, the rows alone, another width, nothing but cells of size 1.
std::vector<Shape> wrong_shapes(const Shape& right) {
  Shape less = right, more = right, wider = right, small = right;
  if (!less.empty()) less.pop_back();
  more.push_back(3);
  for (size_t axis = 1; axis < small.size(); ++axis) small[axis] = 1;
  if (wider.size() > 1) wider.back() += 2;
  return {less, more, {right.front()}, wider, small};
}

std::string shown(const Values& inputs) {
  std::string all;
  for (const Value input : inputs) {
    all += all.empty() ? "[rows" : " and [rows";
    for (int axis = 1; axis < input.rank(); ++axis) all += fmt::format(", {}", input.dim(axis));
    all += "]";
  }
  return all;
}

// The message names the layer and every shape that came.
TEST_P(EveryLayer, WrongShapesAreRefusedByName) {
  int refused = 0;
  each([&](const LayerSample& sample) {
    Graph measured;
    Inputs measure(measured, 4);
    for (const Shape& wrong : wrong_shapes(sample.inputs(measure)[0].shape())) {
      Graph graph;
      Scope scope(graph);
      Inputs right(graph, 4);
      Values in = sample.inputs(right);
      in[0] = graph.input("wrong", wrong, in[0].type(), !wrong.empty());
      try {
        Form<Layer>::make(sample.entry()).build(scope, in);
      } catch (const Error& error) {
        ++refused;
        const std::string message = error.what();
        EXPECT_NE(message.find("layer " + sample.layer()), std::string::npos) << message;
        EXPECT_NE(message.find(shown(in)), std::string::npos) << message << "; came: " << shown(in);
      }
    }
  });
  EXPECT_EQ(refused == 0, layers_of_any_shape().contains(GetParam()))
      << GetParam() << " refused " << refused << " shapes";
}

TEST_P(EveryLayerAndOracle, EngineEqualsOracle) {
  each([](const LayerSample& sample) {
    for (const bool training : {false, true})
      for (const int64_t rows : {1, 7}) {
        SCOPED_TRACE((training ? "training, " : "inference, ") + std::to_string(rows) + " rows");
        BuiltLayer built(sample, 7, training);
        const Feeds feeds = built.feeds(rows);
        const Numbers expected = reference(*built.graph, {built.result}, rows, feeds)[0];
        for (const auto& [says, settings] : ways()) {
          SCOPED_TRACE(says);
          EXPECT_TRUE(near(run(*built.graph, {built.result}, rows, feeds, built.states, settings)[0], expected,
                           float32_tolerance));
        }
      }
  });
}

TEST_P(EveryLayerAndOracle, StatesAreUpdatedAlike) {
  each([](const LayerSample& sample) {
    BuiltLayer built(sample, 7, true);
    Values next;
    for (const Update& update : built.graph->updates) next.push_back(update.next);
    if (next.empty()) return;
    const auto expected = reference(*built.graph, next, 7, built.feeds(7));
    for (auto [says, settings] : ways()) {
      SCOPED_TRACE(says);
      BuiltLayer fresh(sample, 7, true);
      settings.updates = true;
      run(*fresh.graph, {fresh.result}, 7, fresh.feeds(7), fresh.states, settings);
      const Feeds after = fresh.feeds(7);
      for (size_t k = 0; k < next.size(); ++k)
        EXPECT_TRUE(near(after.at(fresh.graph->updates[k].state), expected[k], float32_tolerance));
    }
  });
}

TEST_P(EveryLayerAndOracle, GradientsEqualAutograd) {
  each([](const LayerSample& sample) {
    for (const bool training : {false, true}) {
      SCOPED_TRACE(training ? "training" : "inference");
      BuiltLayer built(sample, 7, training);
      Values by = built.weights();
      for (const Value input : built.inputs.floats()) by.push_back(input);
      if (by.empty()) return;
      Value loss = weighed_sum(built.result, "weights", has_rows(built.result));
      for (const Values& penalties : {built.scope.penalties, built.scope.row_penalties})
        for (const Value penalty : penalties) loss = loss + penalty;
      Feeds feeds = built.feeds(7);
      feeds[built.graph->find_input("weights")] = weights(built.result.shape());
      const Values symbolic = gradients(loss, by);
      const auto expected = oracle().gradients(*built.graph, loss, by, feeds);
      const auto got = oracle().evaluate(*built.graph, symbolic, feeds);
      for (size_t k = 0; k < by.size(); ++k) EXPECT_TRUE(near(got[k], expected[k], float64_tolerance)) << "by " << k;
      for (const auto& [says, settings] : ways()) {
        SCOPED_TRACE(says);
        const auto engine = run(*built.graph, symbolic, 7, feeds, built.states, settings);
        for (size_t k = 0; k < by.size(); ++k)
          EXPECT_TRUE(near(engine[k], expected[k], 10 * float32_tolerance)) << "by " << k;
      }
    }
  });
}

const auto by_name = [](const auto& info) { return info.param; };
INSTANTIATE_TEST_SUITE_P(Contract, EveryLayer, ::testing::ValuesIn(registry<Layer>().words()), by_name);
INSTANTIATE_TEST_SUITE_P(Contract, EveryLayerAndOracle, ::testing::ValuesIn(registry<Layer>().words()), by_name);

}  // namespace
}  // namespace plumb::contract

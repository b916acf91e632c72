// What every registered network must hold: it is built for some of the inputs that there are, and refuses the others by
// its name; written down and read back it is the same network; all of its weights learn from finite losses; a training
// that is stopped and resumed ends with the same bits; stored and loaded it gives the same answers, and they are those
// of libtorch in float64.

#include <cmath>

#include "plumb/engine/weights.h"
#include "plumb/graph/operators.h"
#include "plumb/train/predictor.h"
#include "tests/contract/components.h"
#include "tests/contract/run.h"
#include "tests/contract/tiny_training.h"
#include "tests/support/device.h"

namespace plumb::contract {
namespace {

/// Inputs as `prepare` leaves them.
struct Situation {
  const char* says;
  std::vector<InputSpec> inputs;
};
const std::vector<double> edges{-1, -0.5, 0.5, 1};
const InputSpec numbers{.name = "table", .shape = {4}, .edges = {edges, edges, edges, edges}};
const Situation situations[] = {
    {"numbers", {numbers}},
    {"numbers and categories", {numbers, {.name = "city", .type = Type::s32, .codes = 5}}},
    {"texts", {{.name = "review", .shape = {6}, .type = Type::s32, .codes = 9, .lengths = "review/lengths"}}},
    {"images and numbers",
     {{.name = "scan", .shape = {8, 8, 3}, .type = Type::u8, .scale = {1.0 / 128}, .shift = {-1}}, numbers}},
};

/// A network for some inputs, with a training of it.
struct Built {
  std::vector<InputSpec> inputs;
  TinyTraining training;
  std::shared_ptr<States> states = std::make_shared<States>();  // as they are after it
  History history = training.run(*states);
};

/// Learns one of three classes; a number where the network answers with one of its own (an anomaly score).
TinyTraining training_of(const NamedNetwork& network, const std::vector<InputSpec>& inputs) {
  TinyTraining training(inputs, labelled(3), network);
  if (trace(training.network).outputs.at("target").shape().back() != 3)
    training = {inputs, {.name = "target"}, network};
  training.options.epochs = 2;
  return training;
}

/// Built for each of the situations that it takes, once for all tests.
const std::vector<std::pair<std::string, Built>>& built(const Named& named) {
  static std::map<std::string, std::vector<std::pair<std::string, Built>>> all;
  if (const auto found = all.find(named.help.name); found != all.end()) return found->second;
  auto& taken = all[named.help.name];
  for (const auto& [says, inputs] : situations) {
    SCOPED_TRACE(says);
    try {
      taken.push_back({says, {inputs, training_of(registry<NamedNetwork>().make(named.entry()), inputs)}});
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(named.help.name), std::string::npos) << error.what();
    }
  }
  return taken;
}

class EveryNetwork : public ::testing::TestWithParam<Named> {
 protected:
  template <class Check>
  void each(Check check) {
    EXPECT_FALSE(built(GetParam()).empty()) << "it takes none of the inputs that there are";
    for (const auto& [says, one] : built(GetParam())) {
      SCOPED_TRACE(says);
      try {
        check(one);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    }
  }
};
class EveryNetworkAndOracle : public EveryNetwork {
  void SetUp() override { testing::need_torch(); }
};

TEST_P(EveryNetwork, WrittenAndReadBackIsTheSameNetwork) {
  const Entry written = Architecture(registry<NamedNetwork>().make(GetParam().entry())).write();
  Problems problems;
  const auto read = Architecture::read(written, problems);
  problems.raise();
  EXPECT_EQ(to_yaml(read->write()), to_yaml(written));
  each([&](const Built& one) {
    const Network& network = one.training.network;
    EXPECT_EQ(to_yaml(TinyTraining(one.inputs, one.training.target.spec, *read).network.write()),
              to_yaml(network.write()));
    const Network again = Network::read(parse_json(to_json(network.write()), "memory"));
    for (const bool in_training : {false, true})
      EXPECT_EQ(trace(again, in_training).graph->text(), trace(network, in_training).graph->text());
  });
}

TEST_P(EveryNetwork, AllItsWeightsLearn) {
  each([](const Built& one) {
    for (const auto& epoch : one.history.epochs) EXPECT_TRUE(std::isfinite(epoch.at("loss")));
    const TracedNetwork traced = trace(one.training.network);
    States before;
    initialise(*traced.graph, before, tiny_seed);
    const float *was = before.all.at("parameters").floats(), *is = one.states->all.at("parameters").floats();
    for (const Parameter& parameter : traced.graph->parameters) {
      if (!parameter.trainable) continue;
      const int64_t from = parameter.offset, to = from + count(parameter.value.shape());
      EXPECT_FALSE(std::equal(was + from, was + to, is + from)) << parameter.name << " is as it began";
    }
  });
}

TEST_P(EveryNetwork, ResumesToTheSameBits) {
  each([](const Built& one) { EXPECT_EQ(changed_by_resuming(one.training, {4}), ""); });
}

TEST_P(EveryNetwork, SavedAndLoadedGivesTheSameAnswers) {
  each([](const Built& one) {
    const Network& network = one.training.network;
    const auto loaded = std::make_shared<States>();
    const TracedNetwork traced = trace(network);
    const std::string file = to_safetensors(weights_of(*traced.graph, *one.states));
    set_weights(*traced.graph, parse_safetensors(file, "memory").tensors, *loaded, "memory");
    const PredictorSettings settings{.device = testing::tested_device(), .threads = 2};
    EXPECT_EQ(Predictor(Network::read(network.write()), loaded, settings)(one.training.rows.inputs),
              Predictor(network, one.states, settings)(one.training.rows.inputs));
  });
}

template <class Element>
Numbers first_rows(const TensorRows& tensor, int64_t rows) {
  Shape shape{rows};
  shape.insert(shape.end(), tensor.row_shape.begin(), tensor.row_shape.end());
  const auto* data = static_cast<const Element*>(tensor.data.get());
  return {shape, {data, data + count(shape)}};
}

TEST_P(EveryNetworkAndOracle, EngineEqualsOracle) {
  each([](const Built& one) {
    const TracedNetwork traced = trace(one.training.network);
    Graph& graph = *traced.graph;
    for (const int64_t rows : {1, 7}) {
      SCOPED_TRACE(std::to_string(rows) + " rows");
      Feeds feeds;
      for (const TensorRows& input : one.training.rows.inputs)
        feeds[traced.inputs.at(input.name)] = input.type == Type::u8    ? first_rows<uint8_t>(input, rows)
                                              : input.type == Type::s32 ? first_rows<int32_t>(input, rows)
                                                                        : first_rows<float>(input, rows);
      const auto hold = [&](Value leaf, const std::string& name) {
        const States::Tensor& tensor = one.states->all.at(name);
        feeds[leaf] = {tensor.shape, {tensor.floats(), tensor.floats() + count(tensor.shape)}};
      };
      hold(graph.flat(), "parameters");
      for (const State& state : graph.states) hold(state.value, state.name);
      const Values answers{traced.outputs.at("target")};
      const Numbers expected = reference(graph, answers, rows, feeds)[0];
      for (const auto& [says, settings] : ways()) {
        SCOPED_TRACE(says);
        EXPECT_TRUE(near(run(graph, answers, rows, feeds, *one.states, settings)[0], expected, float32_tolerance));
      }
    }
  });
}

const auto by_name = [](const auto& info) { return info.param.help.name; };
INSTANTIATE_TEST_SUITE_P(Contract, EveryNetwork, ::testing::ValuesIn(components({"network"})), by_name);
INSTANTIATE_TEST_SUITE_P(Contract, EveryNetworkAndOracle, ::testing::ValuesIn(components({"network"})), by_name);

}  // namespace
}  // namespace plumb::contract

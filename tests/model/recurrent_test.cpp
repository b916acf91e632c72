// Recurrent layers: equal to PyTorch and to Keras's formulas on stored cases (tests/references/torch_recurrent.py), and
// padding is as if it were not there.

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/core/files.h"
#include "plumb/engine/executor.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/average_pooling1d.h"
#include "plumb/model/layers/bidirectional.h"
#include "plumb/model/layers/conv1d.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/global_average_pooling1d.h"
#include "plumb/model/layers/global_max_pooling1d.h"
#include "plumb/model/layers/gru.h"
#include "plumb/model/layers/lstm.h"
#include "plumb/model/layers/max_pooling1d.h"
#include "plumb/model/layers/simple_rnn.h"
#include "plumb/model/network.h"
#include "tests/support/floats.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

using testing::floats;

void expect_near(const float* got, const std::vector<float>& expected, double tolerance, const std::string& says) {
  for (size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(got[i], expected[i], tolerance) << says << ", element " << i;
}

constexpr int64_t rows = 3, steps = 5, features = 2, units = 3;  // of the stored cases

Layer layer_of(const Entry& stored) {
  Entry options = Entry::map(), entry = Entry::map();
  options.set("units", Entry::number(units));
  options.set("return_sequences", Entry::boolean(true));
  options.set("go_backwards", stored.at("go_backwards"));
  entry.set(stored.at("layer").word(), options);
  return registry<Layer>().make(entry);
}

TEST(TorchRecurrent, StatesAndGradientsAreTheSame) {
  const Path file = testing::source_dir() / "tests/model/torch_recurrent.json";
  const Entry cases = parse_json(read_file(file), file.string());
  for (const Entry& stored : cases.items()) {
    const bool padded = !stored.at("lengths").items().empty();
    SCOPED_TRACE(stored.at("layer").word() + (stored.at("go_backwards").as_bool() ? " backwards" : "") +
                 (padded ? " padded" : ""));
    Graph graph;
    Scope scope(graph, true);
    const Value x = graph.input("x", {rows, steps, features}), weight = graph.input("weight", {rows, steps, units});
    if (padded) scope.set_lengths(x, graph.input("lengths", {rows}, Type::s32));
    const Value states = layer_of(stored).build(scope, x);
    graph.seal();
    Values by{x};
    for (const Parameter& p : graph.parameters) by.push_back(p.value);
    Values outputs = gradients(reduce(states * weight, {}), by);
    outputs.push_back(states);

    States values;
    initialise(graph, values, 1);
    const auto short_name = [](const Parameter& p) { return p.name.substr(p.name.rfind('/') + 1); };
    for (const Parameter& p : graph.parameters) {
      const auto from = floats(stored.at("weights").at(short_name(p)));
      ASSERT_EQ(from.size(), static_cast<size_t>(count(p.value.shape()))) << p.name;
      std::copy(from.begin(), from.end(), values.all.at("parameters").floats() + p.offset);
    }
    const auto executor = make_executor("cpu", graph, outputs, rows, values, {});
    const auto fed = floats(stored.at("x")), weights = floats(stored.at("weight"));
    std::vector<int32_t> lengths;
    for (const float length : floats(stored.at("lengths"))) lengths.push_back(static_cast<int32_t>(length));
    executor->bind(x, fed.data());
    executor->bind(weight, weights.data());
    if (padded) executor->bind(graph.find_input("lengths"), lengths.data());
    executor->run();
    const auto result = [&](size_t k) { return static_cast<const float*>(executor->data(outputs[k])); };
    expect_near(result(outputs.size() - 1), floats(stored.at("states")), 1e-5, "states");
    expect_near(result(0), floats(stored.at("dx")), 1e-4, "dx");
    for (size_t k = 0; k < graph.parameters.size(); ++k) {
      const std::string name = short_name(graph.parameters[k]);
      expect_near(result(k + 1), floats(stored.at("gradients").at(name)), 1e-4, name);
    }
  }
}

constexpr int32_t words = 20;

/// Answers of a network over codes, for rows of these lengths padded to `time` with `padding`.
std::vector<float> answers(const Layers& layers, const std::vector<std::vector<int32_t>>& texts, int64_t time,
                           int32_t padding, bool with_lengths) {
  InputSpec spec{.name = "text", .shape = {time}, .type = Type::s32, .codes = words};
  if (with_lengths) spec.lengths = "text/lengths";
  const TracedNetwork traced = trace(Network(spec, layers));
  std::vector<int32_t> codes, lengths;
  for (std::vector<int32_t> text : texts) {
    lengths.push_back(static_cast<int32_t>(text.size()));
    text.resize(static_cast<size_t>(time), padding);
    codes.insert(codes.end(), text.begin(), text.end());
  }
  States states;
  initialise(*traced.graph, states, 3);
  const Value output = traced.outputs.at("output");
  const auto count_of = static_cast<int64_t>(texts.size());
  const auto executor = make_executor("cpu", *traced.graph, {output}, count_of, states, {.shards = 2});
  executor->bind(traced.inputs.at("text"), codes.data());
  if (with_lengths) executor->bind(traced.inputs.at("text/lengths"), lengths.data());
  executor->run();
  const auto* values = static_cast<const float*>(executor->data(output));
  return {values, values + count_of * count(output.shape()) / output.dim(0)};
}

TEST(Lengths, PaddingChangesNoAnswer) {
  const std::vector<std::vector<int32_t>> texts{{3, 1, 4, 1, 5, 9}, {2, 6}, {5, 3, 5, 8}, {7}};
  const Layer sequence = LSTM{.units = 5, .return_sequences = true};
  const std::vector<Layers> networks{
      {Embedding{words, 4}, LSTM{5}},
      {Embedding{words, 4}, GRU{.units = 5, .go_backwards = true}},
      {Embedding{words, 4}, Dropout{0.3}, Dense{6, tanh}, sequence, SimpleRNN{5}},
      {Embedding{words, 4}, Bidirectional{GRU{.units = 5, .return_sequences = true}}, GlobalAveragePooling1D{}},
      {Embedding{words, 4}, Bidirectional{LSTM{3}, MergeMode::sum}},
      {Embedding{words, 4}, GlobalMaxPooling1D{}},
      {Embedding{words, 4}, Conv1D{.filters = 5, .padding = SequencePadding::same}, GlobalMaxPooling1D{}},
      {Embedding{words, 4}, Conv1D{.filters = 5, .padding = SequencePadding::causal, .dilation_rate = 2}, LSTM{3}},
      {Embedding{words, 4}, Conv1D{.filters = 5, .strides = 2, .padding = SequencePadding::causal}, LSTM{3}},
      {Embedding{words, 4}, MaxPooling1D{.padding = Padding::same}, GRU{5}},
      {Embedding{words, 4}, AveragePooling1D{.padding = Padding::same}, GlobalAveragePooling1D{}},
  };
  for (size_t k = 0; k < networks.size(); ++k) {
    SCOPED_TRACE(k);
    const std::vector<float> padded = answers(networks[k], texts, 8, 11, true);
    std::vector<float> alone;
    for (const auto& text : texts) {
      const auto answer = answers(networks[k], {text}, static_cast<int64_t>(text.size()), 0, false);
      alone.insert(alone.end(), answer.begin(), answer.end());
    }
    ASSERT_EQ(padded.size(), alone.size());
    for (size_t i = 0; i < padded.size(); ++i) EXPECT_NEAR(padded[i], alone[i], 1e-6) << i;
    EXPECT_NE(padded, answers(networks[k], texts, 8, 11, false)) << "without lengths, padding counts";
  }
}

// Of a valid window those results count that saw no padding, as if the sequence had ended there.
TEST(Lengths, PaddingIsNotSeenByWindowsInsideTheSequence) {
  const std::vector<std::vector<int32_t>> texts{{3, 1, 4, 1, 5, 9}, {2, 6, 5, 3}, {5, 8, 9, 7, 9}, {3, 2, 3}};
  const std::vector<Layers> networks{
      {Embedding{words, 4}, Conv1D{.filters = 5}, GlobalAveragePooling1D{}},
      {Embedding{words, 4}, Conv1D{.filters = 5, .kernel_size = 2, .strides = 2}, GlobalMaxPooling1D{}},
      {Embedding{words, 4}, MaxPooling1D{}, GlobalAveragePooling1D{}},
      {Embedding{words, 4}, AveragePooling1D{.pool_size = 3, .strides = 1}, LSTM{4}},
  };
  for (size_t k = 0; k < networks.size(); ++k) {
    SCOPED_TRACE(k);
    const std::vector<float> padded = answers(networks[k], texts, 9, 11, true);
    std::vector<float> alone;
    for (const auto& text : texts) {
      const auto answer = answers(networks[k], {text}, static_cast<int64_t>(text.size()), 0, false);
      alone.insert(alone.end(), answer.begin(), answer.end());
    }
    ASSERT_EQ(padded.size(), alone.size());
    for (size_t i = 0; i < padded.size(); ++i) EXPECT_NEAR(padded[i], alone[i], 1e-6) << i;
  }
}

TEST(Lengths, ARowWithoutStepsAnswersWithZeros) {
  for (const Layer& layer : Layers{LSTM{3}, GRU{3}, GlobalAveragePooling1D{}, GlobalMaxPooling1D{}})
    for (const float value : answers({Embedding{words, 3}, layer}, {{}}, 4, 1, true)) EXPECT_EQ(value, 0);
}

TEST(Lengths, GoAsFarAsTheTimeAxis) {
  Graph graph;
  Scope scope(graph);
  const Value x = graph.input("x", {2, 6, 3}), lengths = graph.input("lengths", {2}, Type::s32);
  scope.set_lengths(x, lengths);
  const Value dense = Layer(Dense{6}).build(scope, x),
              states = Layer(LSTM{.units = 4, .return_sequences = true}).build(scope, dense);
  EXPECT_EQ(scope.lengths_of(states), lengths);
  EXPECT_FALSE(scope.lengths_of(Layer(LSTM{4}).build(scope, states)));
  EXPECT_FALSE(scope.lengths_of(Layer(Flatten{}).build(scope, dense)));
}

TEST(Lengths, TheNetworkThatIsReadBackHasThem) {
  const Network network({.name = "text", .shape = {6}, .type = Type::s32, .codes = 9, .lengths = "text/lengths"},
                        {Embedding{9, 4}, LSTM{5}});
  ASSERT_EQ(network.inputs.size(), 2U);
  EXPECT_EQ(network.inputs[1].name, "text/lengths");
  const Network back = Network::read(network.write());
  EXPECT_EQ(trace(back).graph->text(), trace(network).graph->text());
}

TEST(Bidirectional, NeedsARecurrentLayer) {
  Graph graph;
  Scope scope(graph);
  try {
    Layer(Bidirectional{Dense{3}}).build(scope, graph.input("x", {2, 6, 3}));
    FAIL() << "took a dense layer";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("needs a recurrent layer (simple_rnn, lstm, gru), not dense"),
              std::string::npos)
        << error.what();
  }
}

TEST(Orthogonal, RowsOrColumnsAreOrthonormal) {
  for (const auto& [height, width] : {std::pair<size_t, size_t>{4, 12}, {12, 4}, {5, 5}}) {
    std::vector<float> w(height * width);
    registry<Initializer>()
        .make("orthogonal")
        .initial()({static_cast<int64_t>(height), static_cast<int64_t>(width)}, 3, w.data());
    const bool by_rows = height <= width;
    const size_t vectors = std::min(height, width), length = std::max(height, width);
    for (size_t a = 0; a < vectors; ++a)
      for (size_t b = 0; b < vectors; ++b) {
        double product = 0;
        for (size_t k = 0; k < length; ++k)
          product += by_rows ? w[a * width + k] * w[b * width + k] : w[k * width + a] * w[k * width + b];
        EXPECT_NEAR(product, a == b ? 1 : 0, 1e-6);
      }
  }
}

TEST(LSTM, TheForgetGateBeginsOpen) {
  const TracedNetwork traced = trace(Network({.name = "x", .shape = {4, 2}}, {LSTM{3}}));
  States states;
  initialise(*traced.graph, states, 1);
  const Parameter& bias = traced.graph->parameters.at(2);
  const float* values = states.find("parameters")->floats() + bias.offset;
  EXPECT_EQ(std::vector<float>(values, values + 12), (std::vector<float>{0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace plumb

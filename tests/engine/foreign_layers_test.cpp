// Every layer whose weights another program can bring: files that PyTorch and Keras wrote, and what their networks
// answer (tests/references/foreign_layers.py).
#include <gtest/gtest.h>

#include <functional>

#include "plumb/core/files.h"
#include "plumb/engine/foreign_weights.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/network.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/floats.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

using testing::floats;

const auto folder = testing::source_dir() / "tests/engine/foreign";

const std::vector<Entry>& stored() {
  static const Entry all = parse_json(read_file(folder / "layers.json"), "layers.json");
  return all.items();
}

const Entry& case_of(const std::string& file) {
  for (const Entry& one : stored())
    if (one.at("file").word() == file + ".safetensors") return one;
  throw Bug("no case " + file);
}

Network network_of(const Entry& one) {
  Shape shape;
  for (const Entry& size : one.at("shape").items()) shape.push_back(static_cast<int64_t>(size.as_double()));
  Problems problems;
  const Entry model = read_yaml(one.at("model").word(), "model", problems);
  problems.raise();
  Layers layers;
  for (const Entry& layer : model.items()) layers.push_back(Form<Layer>::make(layer));
  return Network(InputSpec{.name = "x", .shape = shape}, layers);
}

WeightChoice choice_of(const Entry& one) {
  WeightChoice choice;
  for (const Entry::Field& field : one.at("names").fields()) choice.names[field.name] = field.value.word();
  return choice;
}

using Tensors = std::map<std::string, TensorBytes>;

/// What is said of a stored case's file, after `change`, and a network.
std::string message(const Entry& one, const Network& network, const WeightChoice& choice,
                    const std::function<void(Tensors&)>& change = {}) {
  States states;
  Safetensors file = read_safetensors(folder / one.at("file").word());
  if (change) change(file.tensors);
  try {
    const TracedNetwork traced = trace(network);
    set_foreign_weights(*traced.graph, file.tensors, choice, states, "net.safetensors");
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// A stored case with another network.
Entry with_model(Entry one, const std::string& model) {
  one.set("model", Entry::text(model));
  return one;
}

void expect_part(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << part << " is not in\n" << text;
}

class EveryForeignLayer : public ::testing::TestWithParam<size_t> {};

TEST_P(EveryForeignLayer, AnswersAsThere) {
  const Entry& one = stored()[GetParam()];
  const std::string file = one.at("file").word();
  SCOPED_TRACE(file);
  const TracedNetwork traced = trace(network_of(one));
  States states;
  const Safetensors weights = read_safetensors(folder / file);
  set_foreign_weights(*traced.graph, weights.tensors, choice_of(one), states, file);
  const std::vector<float> rows = floats(one.at("rows")), expected = floats(one.at("answers"));
  const Value out = traced.outputs.at("output"), x = traced.inputs.at("x");
  const auto number = static_cast<int64_t>(rows.size()) / (count(x.shape()) / x.dim(0));
  const auto executor = make_executor("cpu", *traced.graph, {out}, number, states, {.threads = 1});
  executor->bind(x, rows.data());
  executor->run();
  const auto* got = static_cast<const float*>(executor->data(out));
  for (size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(got[i], expected[i], 2e-5) << i;
}

INSTANTIATE_TEST_SUITE_P(Stored, EveryForeignLayer, ::testing::Range<size_t>(0, stored().size()));

TEST(ForeignLayers, WhatHasNoPlaceHereIsRefused) {
  const std::vector<std::byte> bytes(6 * sizeof(float));
  const TensorBytes bias{.shape = {1, 1, 6}, .type = Type::f32, .bytes = bytes};
  const Entry& attention = case_of("torch_attention");
  expect_part(message(attention, network_of(attention), choice_of(attention),
                      [&](Tensors& tensors) { tensors["part.bias_k"] = bias; }),
              "its layer part has bias_k [1, 1, 6], for which multi_head_attention has no place here");
  const Entry& pointwise = case_of("torch_pointwise");
  const Entry without =
      with_model(pointwise, "[{conv2d: {filters: 3, kernel_size: 2, use_bias: false}}, {dense: {units: 4}}]");
  expect_part(message(pointwise, network_of(without), {}),
              "its layer 1 has bias [3], for which conv2d has no place; give it one (`use_bias: true`");
}

TEST(ForeignLayers, WhatIsMissingIsSaidWithTheOptionThatLeavesItOut) {
  const Entry& rnn = case_of("torch_rnn");
  const std::string text = message(rnn, network_of(rnn), choice_of(rnn), [](Tensors& tensors) {
    tensors.erase("rnn.bias_ih_l0");
    tensors.erase("rnn.bias_hh_l0");
  });
  expect_part(text, "has no weights that are the bias of simple_rnn here; it has weight_hh [4, 4], weight_ih [4, 3]");
  expect_part(text, "write `use_bias: false` where the layer has none");
}

TEST(ForeignLayers, LayersOfOneModuleAreNamedOneByOne) {
  const Entry& two = case_of("torch_lstm_of_two");
  const std::string text = message(two, network_of(two), {.names = {{"rnn", "lstm"}, {"fc", "dense"}}});
  for (const char* part : {"has nothing for layer lstm", "rnn.l0: ", "rnn.l1: "}) expect_part(text, part);
}

TEST(ForeignLayers, NamesMustLeadSomewhere) {
  const Entry& rnn = case_of("torch_rnn");
  expect_part(
      message(rnn, network_of(rnn), {.names = {{"fc", "dens"}}}),
      "train.from.names: fc is given the name \"dens\", which no layer or weight has here; did you mean \"dense\"?");
  expect_part(message(rnn, network_of(rnn), {.names = {{"fc", "dense"}, {"norm", "dense"}}}),
              "would both be the same weights here");
}

/// A weight's own word says how it lies, whatever it is called here and however square it is.
TEST(ForeignLayers, ASquareWeightOfPyTorchIsTurnedWhereItsNameIsGiven) {
  const std::vector<float> numbers{1, 2, 3, 4}, none{0, 0};
  const TensorBytes weight{.shape = {2, 2}, .type = Type::f32, .bytes = std::as_bytes(std::span(numbers))};
  const TensorBytes bias{.shape = {2}, .type = Type::f32, .bytes = std::as_bytes(std::span(none))};
  const TracedNetwork traced = trace(Network(InputSpec{.name = "x", .shape = {2}}, {Dense{2}}));
  States states;
  set_foreign_weights(*traced.graph, {{"fc.weight", weight}, {"fc.bias", bias}},
                      {.names = {{"fc.weight", "dense/kernel"}, {"fc.bias", "dense/bias"}}}, states, "net.safetensors");
  const TensorBytes kernel = weights_of(*traced.graph, states).at("dense/kernel");
  const auto* got = reinterpret_cast<const float*>(kernel.bytes.data());
  EXPECT_EQ((std::vector<float>{got, got + 4}), (std::vector<float>{1, 3, 2, 4}));
}

}  // namespace
}  // namespace plumb

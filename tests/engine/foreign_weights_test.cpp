// Weights of other programs: files as PyTorch and Keras write them (tests/references/foreign_weights.py), and what
// their networks answer.
#include "plumb/engine/foreign_weights.h"

#include <gtest/gtest.h>

#include "plumb/core/files.h"
#include "plumb/model/architecture.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/depthwise_conv2d.h"
#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/global_average_pooling1d.h"
#include "plumb/model/layers/gru.h"
#include "plumb/model/layers/lstm.h"
#include "plumb/model/layers/separable_conv2d.h"
#include "tests/support/floats.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

using testing::floats;

const auto folder = testing::source_dir() / "tests/engine/foreign";

class Foreign : public ::testing::Test {
 protected:
  States states;

  void start(const Network& network, const std::string& file, const WeightChoice& choice = {}) {
    const TracedNetwork traced = trace(network);
    const Safetensors stored = read_safetensors(folder / file);
    set_foreign_weights(*traced.graph, stored.tensors, choice, states, file);
  }
  void expect_answers(const Network& network, const std::string& of) {
    const Entry stored = parse_json(read_file(folder / "answers.json"), "answers.json").at(of);
    const std::vector<float> rows = floats(stored.at("rows")), expected = floats(stored.at("answers"));
    const std::vector<int32_t> codes(rows.begin(), rows.end());
    const InputSpec& input = network.inputs.front();
    const auto count_of_rows = static_cast<int64_t>(rows.size()) / count(input.shape);
    const TracedNetwork traced = trace(network);
    const Value out = traced.outputs.at("output");
    const auto executor = make_executor("cpu", *traced.graph, {out}, count_of_rows, states, {.threads = 1});
    executor->bind(traced.inputs.at("x"),
                   input.type == Type::s32 ? static_cast<const void*>(codes.data()) : rows.data());
    executor->run();
    const auto* got = static_cast<const float*>(executor->data(out));
    for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(got[i], expected[i], 2e-5) << i;
  }
  std::string message(const Network& network, const std::string& file, const WeightChoice& choice) {
    try {
      start(network, file, choice);
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }
};

Network images() {
  return Network({.name = "x", .shape = {6, 5, 2}}, {Conv2D{.filters = 4, .kernel_size = {3, 3}, .activation = relu},
                                                     BatchNormalization{}, Flatten{}, Dense{2}});
}

TEST_F(Foreign, PyTorchsLayersThatAreOnlyNumbered) {
  start(images(), "torch_sequential.safetensors");
  expect_answers(images(), "images");
}

TEST_F(Foreign, PyTorchsNamesByAMap) {
  start(images(), "torch_named.safetensors",
        {.names = {{"features.conv", "conv2d"}, {"features.norm", "batch_normalization"}, {"classifier", "dense"}}});
  expect_answers(images(), "images");
}

TEST_F(Foreign, KerasNamesAndLayouts) {
  start(images(), "keras.safetensors");
  expect_answers(images(), "images");
}

TEST_F(Foreign, DepthwiseWindows) {
  const Network apart({.name = "x", .shape = {5, 4, 3}},
                      {DepthwiseConv2D{.kernel_size = {3, 3}, .depth_multiplier = 2, .use_bias = false},
                       Conv2D{.filters = 4, .kernel_size = {1, 1}}, Flatten{}, Dense{2}});
  start(apart, "torch_depthwise.safetensors",
        {.names = {{"windows", "depthwise_conv2d"}, {"map", "conv2d"}, {"fc", "dense"}}});
  expect_answers(apart, "depthwise");
  states = {};
  const Network together(
      {.name = "x", .shape = {5, 4, 3}},
      {SeparableConv2D{.filters = 4, .kernel_size = {3, 3}, .depth_multiplier = 2}, Flatten{}, Dense{2}});
  start(together, "torch_depthwise.safetensors",
        {.names = {{"windows.weight", "separable_conv2d/depthwise_kernel"},
                   {"map.weight", "separable_conv2d/pointwise_kernel"},
                   {"map.bias", "separable_conv2d/bias"},
                   {"fc", "dense"}}});
  expect_answers(together, "depthwise");
}

TEST_F(Foreign, RecurrentLayers) {
  const Network lstm({.name = "x", .shape = {5, 3}}, {LSTM{.units = 4}, Dense{2}});
  start(lstm, "torch_lstm.safetensors", {.names = {{"rnn", "lstm"}}});
  expect_answers(lstm, "lstm");
  states = {};
  const Network gru({.name = "x", .shape = {5, 3}}, {GRU{.units = 4}, Dense{2}});
  start(gru, "torch_gru.safetensors", {.names = {{"rnn", "gru"}, {"fc", "dense"}}});
  expect_answers(gru, "gru");
}

TEST_F(Foreign, Embeddings) {
  const Network words({.name = "x", .shape = {3}, .type = Type::s32, .codes = 9},
                      {Embedding{.output_dim = 4}, GlobalAveragePooling1D{}, Dense{3}});
  start(words, "torch_words.safetensors", {.names = {{"words", "embedding"}}});  // the other one is the only one left
  expect_answers(words, "words");
}

TEST_F(Foreign, SomeLayersOnlyAndTheOthersKeepWhatTheyHave) {
  const Network other_head(
      {.name = "x", .shape = {6, 5, 2}},
      {Conv2D{.filters = 4, .kernel_size = {3, 3}, .activation = relu}, BatchNormalization{}, Flatten{}, Dense{7}});
  EXPECT_NE(message(other_head, "torch_sequential.safetensors", {}).find("leave dense out of `layers`"),
            std::string::npos);
  start(other_head, "torch_sequential.safetensors", {.layers = {"conv2d", "batch_normalization"}});
  const TracedNetwork traced = trace(other_head);
  const auto weights = weights_of(*traced.graph, states);
  const Safetensors stored = read_safetensors(folder / "torch_sequential.safetensors");
  EXPECT_TRUE(std::equal(weights.at("batch_normalization/moving_variance").bytes.begin(),
                         weights.at("batch_normalization/moving_variance").bytes.end(),
                         stored.tensors.at("2.running_var").bytes.begin()));
}

TEST_F(Foreign, MessagesSayWhatToWrite) {
  const std::string unknown = message(images(), "torch_named.safetensors", {});
  for (const char* part :
       {"has nothing for layer conv2d", "names: {theirs: conv2d}", "features.norm: ", "running_mean [4]"})
    EXPECT_NE(unknown.find(part), std::string::npos) << part << " is not in\n" << unknown;
  EXPECT_NE(message(images(), "torch_named.safetensors", {.names = {{"clasifier", "dense"}}})
                .find("did you mean \"classifier\"?"),
            std::string::npos);
  EXPECT_NE(message(images(), "keras.safetensors", {.layers = {"conv2"}}).find("did you mean \"conv2d\"?"),
            std::string::npos);
  const Network wider(
      {.name = "x", .shape = {6, 5, 2}},
      {Conv2D{.filters = 5, .kernel_size = {3, 3}, .activation = relu}, BatchNormalization{}, Flatten{}, Dense{2}});
  states = {};
  const std::string narrow = message(wider, "keras.safetensors", {});
  EXPECT_NE(narrow.find("the bias of conv2d is [4] in our layout, and conv2d needs [5]"), std::string::npos) << narrow;
}

TEST_F(Foreign, BytesOfAnotherTypeAreRefusedBeforeTheyAreTakenForNumbers) {
  const std::vector<std::byte> bytes(5);
  const TensorBytes odd{.shape = {5}, .type = Type::u8, .bytes = bytes};
  const TracedNetwork traced = trace(Network({.name = "x", .shape = {1}}, {Dense{1}}));
  try {
    set_foreign_weights(*traced.graph, {{"dense/kernel", odd}, {"dense/bias", odd}}, {}, states, "odd.safetensors");
    FAIL() << "bytes were taken for weights";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("weights are read as f32"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace plumb

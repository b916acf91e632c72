#include "plumb/onnx/model.h"

#include <gtest/gtest.h>

#include "plumb/onnx/interpreter.h"
#include "tests/support/onnx_runtime.h"

namespace plumb::onnx {
namespace {

/// A little of everything that a file can hold.
Model small_model() {
  Model model;
  model.inputs.push_back({.name = "x", .element = Element::f32, .shape = {-1, 2}});
  model.inputs.push_back({.name = "word", .element = Element::text, .shape = {-1, 1}});
  const auto weights = model.store({.name = "w", .element = Element::f32, .shape = {2, 1}, .floats = {2, -1}});
  const auto code = model.op("LabelEncoder", {"word"},
                             {{"keys_strings", std::vector<std::string>{"", "ulm"}},
                              {"values_int64s", std::vector<int64_t>{7, 8}},
                              {"default_int64", int64_t{-1}}},
                             "ai.onnx.ml");
  const auto number = model.op("Cast", {code}, {{"to", int64_t{1}}});
  const auto product = model.op("LeakyRelu", {model.op("MatMul", {"x", weights})}, {{"alpha", 0.5F}});
  model.expose("sum", model.op("Add", {product, number}), Element::f32, {-1, 1});
  model.expose("same",
               model.op("Where", {model.store({.element = Element::boolean, .shape = {1, 1}, .ints = {1}}), "word",
                                  model.store({.element = Element::text, .shape = {1}, .texts = {"a"}})}),
               Element::text, {-1, 1});
  model.metadata["labels"] = "[\"a\"]";
  return model;
}

const std::map<std::string, Tensor> feeds{
    {"x", {.shape = {3, 2}, .floats = {1, 1, 0, 4, 3, 0}}},
    {"word", {.element = Element::text, .shape = {3, 1}, .texts = {"ulm", "", "bonn"}}}};

TEST(OnnxModel, ComesBackAsItWasWritten) {
  const Model model = small_model();
  const std::string bytes = write(model);
  const Model back = read(bytes, "small.onnx");
  EXPECT_EQ(write(back), bytes);
  EXPECT_EQ(back.metadata, model.metadata);
  EXPECT_EQ(back.inputs.at(1).name, "word");
  EXPECT_EQ(back.inputs.at(1).shape, (Shape{-1, 1}));
}

TEST(OnnxModel, RunsInOurInterpreter) {
  const auto outputs = Interpreter(read(write(small_model()), "small.onnx")).run(feeds);
  EXPECT_EQ(outputs.at("sum").floats, (std::vector<float>{9, 5, 5}));
  EXPECT_EQ(outputs.at("same").texts, (std::vector<std::string>{"ulm", "", "bonn"}));
}

TEST(OnnxModel, RunsInOnnxRuntimeAndPassesTheChecker) {
  REQUIRE_ONNX_RUNTIME();
  const auto outputs = testing::run_in_onnx_runtime({{small_model(), feeds}});
  ASSERT_EQ(outputs.size(), 1U);
  EXPECT_EQ(outputs[0].at("sum").floats, (std::vector<float>{9, 5, 5}));
}

// Whatever is missing or changed: an Error or a model, never a crash (the sanitizer build looks closer).
TEST(OnnxModel, ACutFileIsRefused) {
  const std::string bytes = write(small_model());
  for (size_t size = 0; size < bytes.size(); ++size) {
    try {
      const Model model = read(bytes.substr(0, size), "cut.onnx");
      EXPECT_FALSE(model.outputs.empty());  // only what follows the graph was cut off
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()).find("cut.onnx: "), 0U) << error.what();
    }
  }
}

TEST(OnnxModel, AChangedFileIsRefusedOrRuns) {
  const std::string bytes = write(small_model());
  int ran = 0;
  for (size_t at = 0; at < bytes.size(); ++at)
    for (const int change : {1, 2, 4, 8, 16, 32, 64, 128}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ change);
      try {
        Interpreter(read(changed, "changed.onnx")).run(feeds);
        ++ran;
      } catch (const Error&) {  // expected
      }
    }
  EXPECT_GT(ran, 0);
}

TEST(OnnxModel, SaysWhatItDoesNotKnow) {
  const auto message = [](const Model& model, const std::map<std::string, Tensor>& given) -> std::string {
    try {
      Interpreter(model).run(given);
    } catch (const Error& error) {
      return error.what();
    }
    return "no message";
  };
  Model strange = small_model();
  strange.nodes[0].type = "FancyOp";
  EXPECT_EQ(message(strange, feeds), "onnx: plumb cannot run the operator FancyOp");
  EXPECT_EQ(message(small_model(), {}), "onnx: no value was given for the input \"x\"");
  auto wrong = feeds;
  wrong["x"] = {.element = Element::f64, .shape = {1, 2}, .doubles = {1, 2}};
  EXPECT_EQ(message(small_model(), wrong), "onnx: input \"x\" is float32 [-1, 2], got float64 [1, 2]");
  wrong["x"] = {.shape = {1, 3}, .floats = {1, 2, 3}};
  EXPECT_EQ(message(small_model(), wrong), "onnx: MatMul cannot multiply [1, 3] by [2, 1]");
}

TEST(OnnxModel, EqualNodesAndTensorsAreOne) {
  Model model;
  const auto one = model.store({.element = Element::f32, .shape = {1}, .floats = {1}});
  EXPECT_EQ(model.store({.element = Element::f32, .shape = {1}, .floats = {1}}), one);
  EXPECT_NE(model.store({.element = Element::f32, .shape = {}, .floats = {1}}), one);
  EXPECT_EQ(model.op("Neg", {one}), model.op("Neg", {one}));
  EXPECT_NE(model.op("Elu", {one}, {{"alpha", 1.0F}}), model.op("Elu", {one}, {{"alpha", 2.0F}}));
}

}  // namespace
}  // namespace plumb::onnx

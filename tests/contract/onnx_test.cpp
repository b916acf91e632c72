// Whatever inference can reach says the same as an ONNX model: each sample of an operator and each layer is exported,
// read back, passed by the official checker, and run by ONNX Runtime for 1, 7 and 1,000 rows; all in one Python
// process. And by our interpreter.

#include "plumb/onnx/graph_writer.h"
#include "plumb/onnx/interpreter.h"
#include "plumb/onnx/simplify.h"
#include "tests/contract/layer_sample.h"
#include "tests/contract/run.h"
#include "tests/support/onnx_runtime.h"

namespace plumb::contract {
namespace {

onnx::Element element_of(Type type) { return type == Type::s32 ? onnx::Element::s32 : onnx::Element::f32; }

/// The shape with -1 where it grows with the rows.
Shape open_shape(const Graph& graph, Value v, int64_t rows) {
  const Shape larger = rebuild(graph, rows + 1)(v).shape();
  Shape open = v.shape();
  for (size_t axis = 0; axis < open.size(); ++axis)
    if (open[axis] != larger[axis]) open[axis] = -1;
  return open;
}

onnx::Model exported(const Graph& graph, Value result, int64_t rows, const States& states) {
  onnx::Model model;
  std::map<std::string, std::string> inputs;
  for (const Value input : graph.inputs()) {
    const std::string& name = input.node().options.as<Leaf>().name;
    model.inputs.push_back({name, element_of(input.type()), open_shape(graph, input, rows)});
    inputs[name] = name;
  }
  const auto floats = [&](const std::string& name, int64_t offset, const Shape& shape) {
    return std::span<const float>(states.find(name)->floats() + offset, static_cast<size_t>(count(shape)));
  };
  const onnx::Weights weights{
      .parameter = [&](const Parameter& p) { return floats("parameters", p.offset, p.value.shape()); },
      .state = [&](const State& s) { return floats(s.name, 0, s.value.shape()); }};
  const auto result_name = write_graph(graph, {result}, inputs, weights, model)[0];
  model.expose("result", result_name, element_of(result.type()), open_shape(graph, result, rows));
  onnx::simplify(model);
  return onnx::read(onnx::write(model), "memory");
}

onnx::Tensor tensor_of(const Numbers& numbers, Type type) {
  onnx::Tensor tensor{.element = element_of(type), .shape = numbers.shape};
  if (type == Type::s32)
    tensor.ints.assign(numbers.values.begin(), numbers.values.end());
  else
    tensor.floats.assign(numbers.values.begin(), numbers.values.end());
  return tensor;
}

Numbers numbers_of(const onnx::Tensor& tensor) {
  Numbers numbers{.shape = tensor.shape};
  if (tensor.element == onnx::Element::f32)
    numbers.values.assign(tensor.floats.begin(), tensor.floats.end());
  else
    numbers.values.assign(tensor.ints.begin(), tensor.ints.end());
  return numbers;
}

/// Cases are collected first, so that one Python process runs them all.
struct Collected {
  std::vector<testing::OnnxCase> cases;
  std::vector<Numbers> expected;
  std::vector<std::string> says;

  void add(const std::string& name, const Graph& graph, Value result, const Feeds& all_feeds, int64_t rows,
           int64_t traced, States& states) {
    says.push_back(name + ", " + std::to_string(rows) + " rows");
    try {
      testing::OnnxCase one{.model = exported(graph, result, traced, states)};
      for (const auto& [leaf, numbers] : all_feeds) {
        const std::string& input = leaf.node().options.as<Leaf>().name;
        for (const onnx::ValueInfo& info : one.model.inputs)
          if (leaf.node().op->name == "input" && info.name == input) one.feeds[input] = tensor_of(numbers, leaf.type());
      }
      expected.push_back(run(graph, {result}, rows, all_feeds, states, {})[0]);
      cases.push_back(std::move(one));
    } catch (const std::exception& error) {
      says.pop_back();
      ADD_FAILURE() << name << ": " << error.what();
    }
  }
};

Collected collected(std::initializer_list<int64_t> batches) {
  Collected all;
  for (const int64_t rows : batches) {
    for (const Sample& sample : samples()) {
      if (!sample.reaches_inference) continue;
      const Case c(sample, 7);
      States none;
      all.add(sample.op + ", " + sample.says, *c.graph, c.result, drawn(c.inputs, rows), rows, 7, none);
    }
    for (const LayerSample& sample : layer_samples()) {
      BuiltLayer built(sample, 7, false);
      all.add(sample.yaml, *built.graph, built.result, built.feeds(rows), rows, 7, built.states);
    }
  }
  return all;
}

TEST(OnnxContract, OnnxRuntimeEqualsTheEngine) {
  REQUIRE_ONNX_RUNTIME();
  const Collected all = collected({1, 7, 1000});
  const auto outputs = testing::run_in_onnx_runtime(all.cases);
  ASSERT_EQ(outputs.size(), all.cases.size());
  for (size_t i = 0; i < outputs.size(); ++i)
    EXPECT_TRUE(near(numbers_of(outputs[i].at("result")), all.expected[i], float32_tolerance)) << all.says[i];
}

// What an export is held against before its file is kept.
TEST(OnnxContract, OurInterpreterEqualsTheEngine) {
  const Collected all = collected({1, 7});
  for (size_t i = 0; i < all.cases.size(); ++i) {
    SCOPED_TRACE(all.says[i]);
    try {
      const auto outputs = onnx::Interpreter(all.cases[i].model).run(all.cases[i].feeds);
      EXPECT_TRUE(near(numbers_of(outputs.at("result")), all.expected[i], float32_tolerance));
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }
}

}  // namespace
}  // namespace plumb::contract

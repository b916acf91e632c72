// Graphs written as ONNX: what our interpreter and ONNX Runtime make of them, simplified and not, is the same.
#include "plumb/onnx/graph_writer.h"

#include <gtest/gtest.h>

#include <functional>

#include "plumb/core/random.h"
#include "plumb/graph/operators.h"
#include "plumb/onnx/interpreter.h"
#include "plumb/onnx/simplify.h"
#include "tests/support/onnx_runtime.h"

namespace plumb::onnx {
namespace {

const Initial nothing = [](const Shape&, uint64_t, float*) {};

/// Numbers for each parameter and state of a graph, drawn by name; states are variances and must be positive.
class Numbers {
 public:
  std::span<const float> of(const std::string& name, const Shape& shape, double low) {
    auto& numbers = all_[name];
    Random random(3, name);
    while (static_cast<int64_t>(numbers.size()) < count(shape))
      numbers.push_back(static_cast<float>(random.uniform(low, 1)));
    return numbers;
  }
  Weights weights() {
    return {.parameter = [this](const Parameter& p) { return of(p.name, p.value.shape(), -1); },
            .state = [this](const State& s) { return of(s.name, s.value.shape(), 0.1); }};
  }

 private:
  std::map<std::string, std::vector<float>> all_;
};

using Network = std::function<Value(Graph&, Value x)>;

/// The network on an input `x` of this row shape as a model.
Model written(const Network& network, Shape shape, Type type, bool simpler) {
  Graph graph;
  shape.insert(shape.begin(), 4);
  const Value y = network(graph, graph.input("x", shape, type));
  Numbers numbers;
  Model model;
  shape[0] = -1;
  model.inputs.push_back({.name = model.fresh("x"), .shape = shape});
  if (type == Type::u8) model.inputs[0].element = Element::u8;
  if (type == Type::s32) model.inputs[0].element = Element::s32;
  const auto names = write_graph(graph, {y}, {{"x", "x"}}, numbers.weights(), model);
  Shape result = y.shape();
  result[0] = -1;
  model.expose("y", names[0], Element::f32, result);
  if (simpler) simplify(model);
  return model;
}

Tensor feed(const Shape& row, int64_t rows, Type type) {
  Shape shape = row;
  shape.insert(shape.begin(), rows);
  Tensor tensor{.shape = shape};
  Random random(5, "feed");
  if (type == Type::u8) tensor.element = Element::u8;
  if (type == Type::s32) tensor.element = Element::s32;
  for (int64_t i = 0; i < count(shape); ++i) {
    if (type == Type::f32) tensor.floats.push_back(static_cast<float>(random.normal()));
    if (type != Type::f32) tensor.ints.push_back(static_cast<int64_t>(random.below(type == Type::u8 ? 256 : 5)));
  }
  return tensor;
}

void expect_near(const Tensor& a, const Tensor& b, const std::string& what) {
  ASSERT_EQ(a.shape, b.shape) << what;
  for (size_t i = 0; i < a.floats.size(); ++i)
    ASSERT_NEAR(a.floats[i], b.floats[i], 1e-4 + 1e-4 * std::abs(b.floats[i])) << what << ", element " << i;
}

int count_of(const Model& model, const std::string& type) {
  int found = 0;
  for (const auto& node : model.nodes) found += node.type == type;
  return found;
}

Value biased(Graph& g, Value x, const std::string& name) {
  std::vector<int> axes;
  for (int i = 0; i + 1 < x.rank(); ++i) axes.push_back(i);
  return x + expand(g.parameter(name, {x.dim(-1)}, nothing), x, {.axes = axes});
}

Value convolved(Graph& g, Value x, int64_t filters, const std::string& name) {
  const Value w = g.parameter(name + "/kernel", {3, 3, x.dim(3), filters}, nothing);
  return biased(g, conv2d(x, w, same_padding({.size = {3, 3}}, x.shape())), name + "/bias");
}

Value normalized(Graph& g, Value x, const std::string& name) {
  const Shape channels{x.dim(3)};
  const auto spread = [&](Value v) { return expand(v, x, {.axes = {0, 1, 2}}); };
  const Value gamma = g.parameter(name + "/gamma", channels, nothing),
              beta = g.parameter(name + "/beta", channels, nothing);
  const Value mean = g.state(name + "/mean", channels), variance = g.state(name + "/variance", channels, 1);
  return (x - spread(mean)) * spread(gamma / sqrt(variance + 1e-3)) + spread(beta);
}

Value cnn(Graph& g, Value x) {
  Value y = cast(x, Type::f32) * (1.0 / 255);
  y = max_pool2d(relu(convolved(g, y, 8, "a")), {.size = {2, 2}, .stride = {2, 2}});
  y = relu(normalized(g, convolved(g, y, 8, "b"), "norm") + y);  // a shortcut
  y = average_pool2d(y, {.size = {2, 2}, .stride = {2, 2}});
  y = merge_dims(y, 1, 3);
  y = matmul(y, g.parameter("dense/kernel", {y.dim(1), 10}, nothing));
  return softmax(biased(g, y, "dense/bias"));
}

struct Case {
  std::string says;
  Network network;
  Shape row;
  Type type = Type::f32;
};

const std::vector<Case> cases{
    {"a convolutional network", cnn, {8, 8, 3}, Type::u8},
    {"strides and uneven pads",
     [](Graph& g, Value x) {
       const Value w = g.parameter("w", {3, 2, 2, 5}, nothing);
       return conv2d(x, w, {.size = {3, 2}, .stride = {2, 3}, .pads = {1, 0, 2, 1}});
     },
     {7, 9, 2}},
    {"average over pads",
     [](Graph&, Value x) {
       const Window window{.size = {3, 3}, .stride = {2, 2}, .pads = {1, 1, 1, 1}, .count_padding = true};
       return average_pool2d(x, window) + max_pool2d(x, {.size = {3, 3}, .stride = {2, 2}, .pads = {1, 1, 1, 1}});
     },
     {6, 6, 2}},
    {"global pooling",
     [](Graph&, Value x) {
       return reduce(x, {.axes = {1, 2}, .mean = true});
     },
     {5, 4, 3}},
    {"largest of each channel",
     [](Graph&, Value x) {
       return reduce_max(x, {.axes = {1, 2}});
     },
     {5, 4, 3}},
    {"activations",
     [](Graph&, Value x) {
       return concatenate({relu(x), leaky_relu(x, 0.2), elu(x, 1.5), gelu(x), silu(x), sigmoid(x), tanh(x), softplus(x),
                           softmax(x), log_softmax(x)},
                          1);
     },
     {6}},
    {"arithmetic",
     [](Graph&, Value x) {
       const Value p = abs(x) + 0.5;
       return concatenate({exp(x), log(p), sqrt(p), erf(x), expm1(x), log1p(p), sign(x), maximum(x, p),
                           minimum(x, p * 0.1), x / p, x - p, select(positive(x), p, x), square(x)},
                          1);
     },
     {6}},
    {"layer normalization",
     [](Graph& g, Value x) {
       return layer_normalization(x, g.parameter("gamma", {6}, nothing), g.parameter("beta", {6}, nothing), 1e-5);
     },
     {6}},
    {"embedding",
     [](Graph& g, Value x) {
       return gather(g.parameter("table", {5, 4}, nothing), x);
     },
     {3},
     Type::s32},
    {"moved dimensions",
     [](Graph&, Value x) {
       return slice(permute(split_dim(x, 1, {2, 3}), {0, 2, 1}), 1, 1, 3) * 2.0;
     },
     {6}},
};

TEST(GraphWriter, InterpreterAndRuntimeAgreeForAnyNumberOfRows) {
  std::vector<testing::OnnxCase> models;
  std::vector<Tensor> ours;
  std::vector<std::string> says;
  for (const Case& one : cases)
    for (const int64_t rows : {1, 7, 1000}) {
      if (rows == 1000 && count(one.row) > 100) continue;
      SCOPED_TRACE(one.says);
      const Model plain = written(one.network, one.row, one.type, false);
      const Model simpler = read(write(written(one.network, one.row, one.type, true)), "simple.onnx");
      const std::map<std::string, Tensor> feeds{{"x", feed(one.row, rows, one.type)}};
      ours.push_back(Interpreter(simpler).run(feeds).at("y"));
      expect_near(ours.back(), Interpreter(plain).run(feeds).at("y"), one.says + ", simplified");
      models.push_back({simpler, feeds});
      says.push_back(one.says);
    }
  REQUIRE_ONNX_RUNTIME();
  const auto outputs = testing::run_in_onnx_runtime(models);
  ASSERT_EQ(outputs.size(), models.size());
  for (size_t i = 0; i < outputs.size(); ++i) expect_near(ours[i], outputs[i].at("y"), says[i] + ", ONNX Runtime");
}

TEST(GraphWriter, TransposesBetweenConvolutionsCancel) {
  const Model plain = written(cnn, {8, 8, 3}, Type::u8, false), simpler = written(cnn, {8, 8, 3}, Type::u8, true);
  EXPECT_GT(count_of(plain, "Transpose"), 8);
  EXPECT_EQ(count_of(simpler, "Transpose"), 2) << "one where images come in, one before they are flattened";
  EXPECT_EQ(count_of(simpler, "Expand"), 0);
  EXPECT_EQ(count_of(simpler, "Unsqueeze"), 0) << "stored tensors are reshaped beforehand";
  EXPECT_EQ(count_of(simpler, "Sqrt"), 0) << "the deviation of stored variances is computed beforehand";
}

TEST(GraphWriter, OnlyWhatTheOutputNeedsIsWritten) {
  const Network network = [](Graph& g, Value x) {
    (void)biased(g, x, "unused");
    return biased(g, x, "used");
  };
  const Model model = written(network, {3}, Type::f32, true);
  ASSERT_EQ(model.initializers.size(), 1U);
  EXPECT_EQ(count_of(model, "Add"), 1);
}

}  // namespace
}  // namespace plumb::onnx

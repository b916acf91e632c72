#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "plumb/core/random.h"
#include "plumb/engine/executor.h"
#include "plumb/graph/operators.h"

/// Small networks and their runs, for the engine's tests and benchmarks.
namespace plumb::testing {

inline Initial uniform_initial(double scale) {
  return [scale](const Shape& shape, uint64_t seed, float* to) {
    Random random(seed, "parameter", static_cast<uint64_t>(count(shape)));
    for (int64_t i = 0; i < count(shape); ++i) to[i] = static_cast<float>(random.uniform(-scale, scale));
  };
}

/// Numbers from -1 to 1, the same for a seed.
inline std::vector<float> random_numbers(int64_t n, uint64_t seed) {
  Random random(seed, "numbers");
  std::vector<float> all;
  for (int64_t i = 0; i < n; ++i) all.push_back(static_cast<float>(random.uniform(-1, 1)));
  return all;
}

inline Value dense(Graph& g, const std::string& name, Value x, int64_t units) {
  const int64_t in = x.dim(1);
  const Value w = g.parameter(name + "/kernel", {in, units}, uniform_initial(std::sqrt(3.0 / static_cast<double>(in))));
  const Value b = g.parameter(name + "/bias", {units}, uniform_initial(0.1));
  const Value y = matmul(x, w);
  return y + expand(b, y, {.axes = {0}});
}

inline Value convolution(Graph& g, const std::string& name, Value x, int64_t filters, Window window) {
  const int64_t fan = window.size[0] * window.size[1] * x.dim(3);
  const Value w = g.parameter(name + "/kernel", {window.size[0], window.size[1], x.dim(3), filters},
                              uniform_initial(std::sqrt(3.0 / static_cast<double>(fan))));
  const Value b = g.parameter(name + "/bias", {filters}, uniform_initial(0.1));
  const Value y = conv2d(x, w, window);
  return y + expand(b, y, {.axes = {0, 1, 2}});
}

/// A network that is trained: x, labels and the inverse of the number of rows go in, the loss comes out.
struct Training {
  Graph graph;
  Value x, labels, weights, inverse_count, logits, loss, gradient;
  int64_t codes = 0;  // x is codes below this, not numbers

  void finish(Value out) {
    logits = out;
    const int64_t rows = x.dim(0);
    labels = graph.input("labels", {rows}, Type::s32);
    weights = graph.input("weights", {rows});
    inverse_count = graph.input("inverse_count", {}, Type::f32, false);
    loss = reduce(sparse_softmax_crossentropy(logits, labels) * weights, {}) * inverse_count;
    Values all;
    for (const Parameter& p : graph.parameters) all.push_back(p.value);
    graph.seal();
    gradient = pack(gradients(loss, all), graph.flat());
  }

  /// AdamW (Loshchilov and Hutter, 2019) on the flat buffer, the bias corrections folded into two scalars.
  void adamw(double rate, double weight_decay = 0.01) {
    const double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-8;
    const Value p = graph.flat(), d = gradient;
    const Value m = graph.state("m", p.shape()), v = graph.state("v", p.shape());
    const Value t = graph.state("t", {}, 0, Type::s32);
    const Value step = affine(t, 1, 1), time = cast(step, Type::f32);
    const Value c = sqrt(-expm1(time * std::log(beta_2)));
    const Value r = rate * c / -expm1(time * std::log(beta_1));
    const Value m1 = m * beta_1 + d * (1 - beta_1);
    const Value v1 = v * beta_2 + d * d * (1 - beta_2);
    graph.update(p, p * (1 - rate * weight_decay) - r * m1 / (sqrt(v1) + c * epsilon));
    graph.update(m, m1);
    graph.update(v, v1);
    graph.update(t, step);
  }
};

inline void mlp(Training& net, int64_t rows, int64_t features, const std::vector<int64_t>& units, int64_t classes,
                double dropout = 0) {
  Value h = net.x = net.graph.input("x", {rows, features});
  const Value t = net.graph.state("t", {}, 0, Type::s32);
  for (size_t i = 0; i < units.size(); ++i) {
    h = relu(dense(net.graph, "dense_" + std::to_string(i), h, units[i]));
    if (dropout > 0) h = h * random_mask(h, t, {.rate = dropout, .seed = 7, .stream = static_cast<uint32_t>(i)});
  }
  net.finish(dense(net.graph, "out", h, classes));
}

inline void cnn(Training& net, int64_t rows, int64_t size = 28, int64_t filters = 32) {
  const Window three{.size = {3, 3}}, two{.size = {2, 2}, .stride = {2, 2}};
  Value h = net.x = net.graph.input("x", {rows, size, size, 1});
  h = max_pool2d(relu(convolution(net.graph, "conv_1", h, filters, three)), two);
  h = max_pool2d(relu(convolution(net.graph, "conv_2", h, 2 * filters, three)), two);
  net.finish(dense(net.graph, "out", merge_dims(h, 1, 3), 10));
}

/// A convolution without bias, then batch normalisation with its running statistics.
inline Value normalized_convolution(Graph& g, const std::string& name, Value x, int64_t filters, int64_t size,
                                    int64_t stride) {
  const int64_t pad = size / 2;
  const Window window{.size = {size, size}, .stride = {stride, stride}, .pads = {pad, pad, pad, pad}};
  const double scale = std::sqrt(6.0 / static_cast<double>(size * size * x.dim(3)));
  const Value y =
      conv2d(x, g.parameter(name + "/kernel", {size, size, x.dim(3), filters}, uniform_initial(scale)), window);
  const auto ones = [](const Shape& shape, uint64_t, float* to) { std::fill_n(to, count(shape), 1.0F); };
  const Value gamma = g.parameter(name + "/gamma", {filters}, ones);
  const Value beta = g.parameter(name + "/beta", {filters}, uniform_initial(0.1));
  const Value moments = channel_moments(y);
  for (int64_t k = 0; k < 2; ++k) {
    const Value running = g.state(name + (k == 0 ? "/mean" : "/variance"), {filters}, static_cast<float>(k));
    g.update(running, running * 0.9 + merge_dims(slice(moments, 0, k, k + 1), 0, 2) * 0.1);
  }
  return batch_normalization(y, gamma, beta, 1e-5);
}

/// A residual network for small images (He et al., 2016): three stages of `blocks` blocks of two convolutions;
/// shortcuts are projections where the shape changes. 3 blocks: ResNet-20.
inline void resnet(Training& net, int64_t rows, int64_t blocks = 3, int64_t size = 32, int64_t filters = 16) {
  Graph& g = net.graph;
  net.x = g.input("x", {rows, size, size, 3});
  Value h = relu(normalized_convolution(g, "stem", net.x, filters, 3, 1));
  for (int64_t stage = 0; stage < 3; ++stage)
    for (int64_t block = 0; block < blocks; ++block) {
      const std::string name = fmt::format("block_{}_{}", stage, block);
      const int64_t stride = stage > 0 && block == 0 ? 2 : 1, width = filters << stage;
      const Value shortcut = stride == 1 ? h : normalized_convolution(g, name + "/shortcut", h, width, 1, 2);
      h = relu(normalized_convolution(g, name + "/a", h, width, 3, stride));
      h = relu(shortcut + normalized_convolution(g, name + "/b", h, width, 3, 1));
    }
  net.finish(dense(g, "out", reduce(h, {.axes = {1, 2}, .mean = true}), 10));
}

/// `columns` categories of `values` each, looked up in one table, and an mlp over what was found.
inline void embeddings(Training& net, int64_t rows, int64_t columns, int64_t values, int64_t width,
                       const std::vector<int64_t>& units) {
  net.codes = columns * values;
  net.x = net.graph.input("x", {rows, columns}, Type::s32);
  const Value table = net.graph.parameter("table", {net.codes, width}, uniform_initial(0.05));
  Value h = merge_dims(gather(table, net.x), 1, 2);
  for (size_t i = 0; i < units.size(); ++i) h = relu(dense(net.graph, "dense_" + std::to_string(i), h, units[i]));
  net.finish(dense(net.graph, "out", h, 2));
}

/// Data for a training network, the same for a seed.
struct Batch {
  std::vector<float> x, weights;
  std::vector<int32_t> codes, labels;
  float inverse_count = 1;
  Batch(const Training& net, int64_t rows, uint64_t seed = 1) {
    Random random(seed, "batch");
    const int64_t each = count(net.x.shape()) / net.x.dim(0);
    for (int64_t i = 0; i < rows * each; ++i)
      if (net.codes > 0)
        codes.push_back(static_cast<int32_t>(random.below(static_cast<uint64_t>(net.codes))));
      else
        x.push_back(static_cast<float>(random.uniform(-1, 1)));
    for (int64_t i = 0; i < rows; ++i) {
      labels.push_back(static_cast<int32_t>(random.below(static_cast<uint64_t>(net.logits.dim(1)))));
      weights.push_back(1);
    }
    inverse_count = 1 / static_cast<float>(rows);
  }
  void bind(auto& to, const Training& net) const {  // an executor or its plan
    to.bind(net.x, codes.empty() ? static_cast<const void*>(x.data()) : codes.data());
    to.bind(net.labels, labels.data());
    to.bind(net.weights, weights.data());
    to.bind(net.inverse_count, &inverse_count);
  }
};

}  // namespace plumb::testing

// Products in bf16: conversions round as they should, layouts are right (whole numbers come out exactly), and networks
// agree with fp32 to the rounding of their operands.
#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <limits>

#include "plumb/engine/bf16_support.h"
#include "plumb/engine/frozen.h"
#include "plumb/engine/kernels/bf16.h"
#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

uint16_t rounded(float x) {
  uint16_t to = 0;
  engine::to_bf16(&x, 1, &to);
  return to;
}

TEST(Bf16, RoundsToTheNearestAndTiesToEven) {
  const auto of = [](uint32_t bits) { return rounded(std::bit_cast<float>(bits)); };
  EXPECT_EQ(of(0x3F800000), 0x3F80);
  EXPECT_EQ(of(0x3F807FFF), 0x3F80);
  EXPECT_EQ(of(0x3F808000), 0x3F80);  // ties
  EXPECT_EQ(of(0x3F818000), 0x3F82);
  EXPECT_EQ(of(0x3F808001), 0x3F81);
  EXPECT_EQ(of(0xBF808001), 0xBF81);
  EXPECT_EQ(of(0x7F7FFFFF), 0x7F80);  // beyond the largest: infinite
  EXPECT_EQ(rounded(-std::numeric_limits<float>::infinity()), 0xFF80);
  EXPECT_EQ(of(0x00000001), 0x0000);
  EXPECT_EQ(of(0x00018000), 0x0002);  // denormal numbers are kept
  for (const uint32_t none : {0x7F800001U, 0x7FFFFFFFU, 0xFFFFFFFFU, 0x7FC00000U})
    EXPECT_TRUE(std::isnan(std::bit_cast<float>(static_cast<uint32_t>(of(none)) << 16))) << none;
}

TEST(Bf16, ConvertsAnyNumberOfElements) {
  std::vector<float> x(100), back(101, -7);
  std::vector<uint16_t> half(101, 9);
  for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i) - 50;
  for (size_t n : {0, 1, 15, 16, 17, 100}) {
    engine::to_bf16(x.data(), n, half.data());
    engine::from_bf16(half.data(), n, back.data());
    EXPECT_EQ(half[n], n == 100 ? 9 : half[n]);
    EXPECT_TRUE(std::equal(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(n), back.begin())) << n;
    EXPECT_EQ(back[100], -7);
  }
}

class Bf16Products : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!cpu_has_bf16()) GTEST_SKIP() << "no instructions for bf16";
  }
};

struct Product {
  const char* says;
  Shape x, w;
  Value (*build)(Value x, Value w);
};
template <int side, int stride, int pad>
Value convolved(Value x, Value w) {
  return conv2d(x, w, {.size = {side, side}, .stride = {stride, stride}, .pads = {pad, pad, pad, pad}});
}
const Product products[] = {
    {"matrices", {70, 64}, {64, 96}, [](Value x, Value w) { return matmul(x, w); }},
    {"odd sizes", {77, 65}, {65, 67}, [](Value x, Value w) { return matmul(x, w); }},
    {"transposed", {70, 64}, {96, 64}, [](Value x, Value w) { return matmul(x, w, {.transpose_b = true}); }},
    {"many columns", {40, 64}, {64, 5000}, [](Value x, Value w) { return matmul(x, w); }},
    {"stacks", {3, 40, 64}, {3, 64, 72}, [](Value x, Value w) { return matmul(x, w); }},
    {"an even window, and strides that leave a rest", {5, 11, 14, 32}, {4, 4, 32, 40}, convolved<4, 3, 1>},
    {"four groups", {4, 12, 12, 128}, {3, 3, 32, 128}, convolved<3, 1, 1>},
    {"images", {6, 9, 9, 32}, {3, 3, 32, 48}, convolved<3, 1, 1>},
    {"strides", {6, 10, 10, 24}, {3, 3, 24, 40}, convolved<3, 2, 1>},
    {"a window of one", {6, 8, 8, 64}, {1, 1, 64, 64}, convolved<1, 1, 0>},
    {"groups", {6, 9, 9, 64}, {3, 3, 32, 64}, convolved<3, 1, 0>},
    {"one image", {1, 40, 40, 64}, {3, 3, 64, 64}, convolved<3, 1, 1>},
};

/// y = relu(product + bias) and the derivatives of a weighed sum of it.
std::vector<std::vector<float>> all_of(const Product& product, const EngineSettings& settings, std::string& text) {
  Graph g;
  const Value x = g.input("x", product.x), w = g.input("w", product.w, Type::f32, false);
  const Value b = g.input("b", {product.build(x, w).dim(-1)}, Type::f32, false);
  const Value y = product.build(x, w), d = g.input("d", y.shape());
  std::vector<int> axes;
  for (int axis = 0; axis + 1 < y.rank(); ++axis) axes.push_back(axis);
  const Value out = relu(y + expand(b, y, {.axes = axes}));
  Values results = gradients(reduce(out * d, {}), {x, w, b});
  results.push_back(out);
  States states;
  const auto plan = make_executor("cpu", g, results, product.x[0], states, settings);
  text = plan->text();
  std::map<int, std::vector<float>> fed;
  Random random(3, "whole numbers");
  for (const Value input : {x, w, b, d}) {
    std::vector<float>& numbers = fed[input.id()];
    for (int64_t i = 0; i < count(input.shape()); ++i) numbers.push_back(static_cast<float>(random.below(5)) - 2);
    plan->bind(input, numbers.data());
  }
  plan->run();
  plan->run();
  std::vector<std::vector<float>> all;
  for (const Value v : results) {
    const auto* from = static_cast<const float*>(plan->data(v));
    all.emplace_back(from, from + count(v.shape()));
  }
  return all;
}

TEST_F(Bf16Products, OfWholeNumbersAreExact) {
  const std::vector<EngineSettings> ways = {
      {.threads = 1}, {.threads = 1, .fuse = false}, {.threads = 2, .shards = 3}, {.threads = 2}};
  for (const Product& product : products)
    for (EngineSettings way : ways) {
      SCOPED_TRACE(fmt::format("{}, {} shards, {}", product.says, way.shards, way.fuse ? "fused" : "one call a node"));
      std::string exact, coarse;
      const auto expected = all_of(product, way, exact);
      way.precision = Precision::bf16;
      const auto got = all_of(product, way, coarse);
      EXPECT_EQ(exact.find("cast"), std::string::npos) << exact;
      EXPECT_NE(coarse.find("cast"), std::string::npos) << coarse;
      for (size_t k = 0; k < got.size(); ++k) EXPECT_EQ(got[k], expected[k]) << "result " << k;
    }
}

/// The loss and the gradient of all parameters.
std::vector<float> trained(void (*build)(Training&, int64_t), const EngineSettings& settings) {
  Training net;
  const int64_t rows = 32;
  build(net, rows);
  States states;
  initialise(net.graph, states, 5);
  const auto plan = make_executor("cpu", net.graph, {net.loss, net.gradient}, rows, states, settings);
  const Batch batch(net, rows);
  batch.bind(*plan, net);
  plan->run();
  const auto* gradient = static_cast<const float*>(plan->data(net.gradient));
  std::vector<float> all(gradient, gradient + count(net.gradient.shape()));
  all.push_back(*static_cast<const float*>(plan->data(net.loss)));
  return all;
}

TEST_F(Bf16Products, OfNetworksAgreeWithFp32) {
  const std::pair<const char*, void (*)(Training&, int64_t)> networks[] = {
      {"mlp",
       [](Training& net, int64_t rows) {
         mlp(net, rows, 108, {256, 128}, 4);
       }},
      {"cnn", [](Training& net, int64_t rows) { cnn(net, rows); }},
      {"resnet", [](Training& net, int64_t rows) { resnet(net, rows, 1, 16, 32); }},
  };
  for (const auto& [name, build] : networks)
    for (const int shards : {1, 3}) {
      SCOPED_TRACE(fmt::format("{}, {} shards", name, shards));
      const auto exact = trained(build, {.threads = 2, .shards = shards});
      const auto coarse = trained(build, {.threads = 2, .precision = Precision::bf16, .shards = shards});
      EXPECT_NEAR(coarse.back(), exact.back(), 5e-3 * static_cast<double>(exact.back()));
      double apart = 0, whole = 0;
      for (size_t i = 0; i + 1 < exact.size(); ++i) {
        apart += std::pow(static_cast<double>(coarse[i] - exact[i]), 2);
        whole += std::pow(static_cast<double>(exact[i]), 2);
      }
      EXPECT_LT(std::sqrt(apart / whole), 0.12);  // where a relu is on the edge, a whole path flips
      EXPECT_GT(apart, 0);
    }
}

TEST_F(Bf16Products, FrozenPlansKeepTheirCopiesOfWeights) {
  Graph g;
  const Value w = g.parameter("w", {128, 128}, uniform_initial(1));
  g.seal();
  const Value x = g.input("x", {64, 128}), y = matmul(x, w);
  States states;
  initialise(g, states, 1);
  const std::vector<float> rows(64 * 128, 0.5F);
  const auto plan = make_executor("cpu", g, {y}, 64, states, {.threads = 1, .precision = Precision::bf16});
  plan->bind(x, rows.data());
  plan->run();
  const std::vector<float> before(static_cast<const float*>(plan->data(y)),
                                  static_cast<const float*>(plan->data(y)) + 64 * 128);
  const std::string all = plan->text();
  freeze(*plan);
  plan->run();
  plan->run();
  EXPECT_LT(plan->text().size(), all.size()) << plan->text();
  EXPECT_EQ(std::memcmp(before.data(), plan->data(y), before.size() * sizeof(float)), 0);
}

}  // namespace
}  // namespace plumb::testing

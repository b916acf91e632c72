// Networks for images: as many weights as the ones that they are named after, and shapes that follow the image.

#include <gtest/gtest.h>

#include "plumb/model/architecture.h"

namespace plumb {
namespace {

Network network_of(const std::string& json, const Shape& image, size_t classes) {
  Problems problems;
  auto architecture = Form<Architecture>::read(parse_json(json, "task"), problems);
  problems.raise();
  std::vector<std::string> labels;
  for (size_t i = 0; i < classes; ++i) labels.push_back(std::to_string(i));
  const NetworkContext context{
      .inputs = {{.name = "image", .shape = image}}, .targets = {{.name = "kind", .labels = labels}}, .rows = 1000};
  return architecture->build(context).network;
}

int64_t weights(const std::string& json, const Shape& image, size_t classes) {
  const TracedNetwork traced = trace(network_of(json, image, classes));
  EXPECT_EQ(traced.outputs.at("kind").shape(), (Shape{2, static_cast<int64_t>(classes)}));
  int64_t sum = 0;
  for (const Parameter& parameter : traced.graph->parameters) sum += count(parameter.value.shape());
  return sum;
}

constexpr auto photo = [] { return Shape{224, 224, 3}; };
constexpr auto small = [] { return Shape{32, 32, 3}; };

// torchvision's figures, less the normalisations behind projections, which our shortcuts do without.
TEST(ImageNetworks, ResNet) {
  EXPECT_EQ(weights(R"({"resnet": 18})", photo(), 1000), 11689512 - 2 * (128 + 256 + 512));
  EXPECT_EQ(weights(R"({"resnet": 50})", photo(), 1000), 25557032 - 2 * (256 + 512 + 1024 + 2048));
  // The paper's 0.27 and 0.46 million, 269,722 and 464,154, and two projections.
  EXPECT_EQ(weights(R"({"resnet": 20})", small(), 10), 269722 + 16 * 32 + 32 * 64);
  EXPECT_EQ(weights(R"({"resnet": 32})", small(), 10), 464154 + 16 * 32 + 32 * 64);
}

// 36.5 million in the paper.
TEST(ImageNetworks, WideResNet) {
  EXPECT_EQ(weights(R"({"wide_resnet": {"depth": 28, "width": 10}})", small(), 10), 36479194);
}

// torchvision's figure.
TEST(ImageNetworks, MobileNet) { EXPECT_EQ(weights(R"({"mobilenet": {}})", photo(), 1000), 3504872); }

// torchvision's figure of convnext_tiny, less the factors of its blocks' channels.
TEST(ImageNetworks, ConvNeXt) {
  EXPECT_EQ(weights(R"({"convnext": {"filters": [96, 192, 384, 768], "blocks": [3, 3, 9, 3]}})", photo(), 1000),
            28589128 - (3 * 96 + 3 * 192 + 9 * 384 + 3 * 768));
}

/// Height of what the last pooling averages.
int64_t cells_left(const std::string& json, const Shape& image) {
  const TracedNetwork traced = trace(network_of(json, image, 10));
  int64_t cells = 0;
  for (int id = 0; id < traced.graph->size(); ++id)
    if (const Node& node = traced.graph->node(id); node.op->name == "reduce" && node.in[0].rank() == 4)
      cells = node.in[0].dim(1);
  return cells;
}

TEST(ImageNetworks, SmallImagesAreHalvedLessOften) {
  for (const char* json : {R"({"resnet": 18})", R"({"mobilenet": {}})", R"({"convnext": {}})"}) {
    SCOPED_TRACE(json);
    EXPECT_EQ(cells_left(json, {224, 224, 3}), 7);
    EXPECT_EQ(cells_left(json, {64, 64, 3}), 4);
    EXPECT_EQ(cells_left(json, {32, 32, 3}), 4);
  }
}

TEST(ImageNetworks, MistakesAreNamed) {
  const auto error_of = [](const std::string& json, const Shape& image) {
    try {
      network_of(json, image, 10);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(error_of(R"({"resnet": 21})", small()).find("resnet has no depth 21"), std::string::npos);
  EXPECT_NE(error_of(R"({"wide_resnet": {"depth": 17}})", small()).find("6 n + 4"), std::string::npos);
  EXPECT_NE(error_of(R"({"convnext": {"filters": [8, 16]}})", small()).find("`blocks`"), std::string::npos);
  EXPECT_NE(error_of(R"({"mobilenet": {}})", {5}).find("needs an image"), std::string::npos);
}

}  // namespace
}  // namespace plumb

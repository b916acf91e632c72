// random_crop to a smaller size: the network is built for the part, reads the middle of all but train rows, and its
// exports take whole images.
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/task/read_middle.h"
#include "plumb/train/predictor.h"
#include "tests/task/small_run.h"

namespace plumb {
namespace {

TensorRows images(const Shape& shape, std::vector<uint8_t> pixels) {
  const auto held = std::make_shared<std::vector<uint8_t>>(std::move(pixels));
  const int64_t rows = std::ssize(*held) / count(shape);
  return {.name = "scan", .type = Type::u8, .row_shape = shape, .data = {held, held->data()}, .rows = rows};
}

TEST(ReadMiddle, AnswersAsOfImagesCutByHand) {
  const Shape whole{5, 6, 1}, part{2, 4, 1};
  const Network small({.name = "scan", .shape = part, .type = Type::u8, .scale = {0.01}}, {Flatten{}, Dense{3, tanh}});
  const TensorSpec fed{.inputs = {{.name = "scan", .type = Type::u8, .row_shape = whole, .columns = {"scan"}}}};
  const Network large = read_middle(small, fed);
  EXPECT_EQ(large.inputs.at(0).shape, whole);
  std::vector<uint8_t> pixels, middle;
  for (int64_t y = 0; y < 5; ++y)
    for (int64_t x = 0; x < 6; ++x) {
      pixels.push_back(static_cast<uint8_t>(y * 50 + x));
      if (y >= 1 && y < 3 && x >= 1 && x < 5) middle.push_back(pixels.back());
    }
  const auto states = std::make_shared<States>();
  const TracedNetwork traced = trace(small);
  initialise(*traced.graph, *states, 3);
  const auto expected = Predictor(small, states)({images(part, middle)});
  const auto got = Predictor(large, states)({images(whole, pixels)});
  EXPECT_EQ(got, expected);
  EXPECT_EQ(to_json(read_middle(small, {}).write()), to_json(small.write())) << "nothing is larger";
}

TEST(RandomCropTask, TrainsEvaluatesAndExports) {
  const testing::ScratchFolder folder;
  std::filesystem::copy(testing::source_dir() / "examples/digits", folder / "digits");
  const auto task = [&](const std::string& size) {
    testing::put(folder / "digits/crop.yaml",
                 "name: crop\nseed: 1\ndata:\n"
                 "  train: {idx: {images: train-images.idx3.gz, labels: train-labels.idx1.gz}}\n"
                 "  test: {idx: {images: test-images.idx3.gz, labels: test-labels.idx1.gz}}\n"
                 "target: label\naugment: [random_crop: {" +
                     size +
                     "}, cutmix]\nmodel: [flatten, {dense: {units: 32, activation: relu}}]\n"
                     "train: {epochs: 3}\ndeploy: [bundle, onnx]\n");
  };
  task("height: 7, width: 6");
  const auto summary = testing::plumb(folder / "digits", "summary crop.yaml");
  ASSERT_EQ(summary.code, 0) << summary.err;
  EXPECT_NE(summary.out.find("cropping2d"), std::string::npos) << summary.out;
  EXPECT_NE(summary.out.find("42"), std::string::npos) << "7 x 6 numbers reach the dense layer\n" << summary.out;
  const auto trained = testing::plumb(folder / "digits", "train crop.yaml --quiet");
  ASSERT_EQ(trained.code, 0) << trained.err;
  const Entry metrics = parse_json(testing::content(folder / "digits/runs/crop-1/metrics.json"), "metrics.json");
  EXPECT_NE(to_json(metrics).find("accuracy"), std::string::npos);
  const auto answered = testing::plumb(folder / "digits", "predict runs/crop-1 test-images.idx3.gz");
  EXPECT_EQ(answered.code, 0) << answered.err;

  task("height: 9, width: 6");
  const auto wrong = testing::plumb(folder / "digits", "train crop.yaml --quiet");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("random_crop: 9 x 6 is more than the images have, 8 x 8"), std::string::npos) << wrong.err;
}

}  // namespace
}  // namespace plumb

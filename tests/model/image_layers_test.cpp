// Layers for images by numbers that can be checked by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/model/initializers/ones.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/conv2d_transpose.h"
#include "plumb/model/layers/cropping2d.h"
#include "plumb/model/layers/depthwise_conv2d.h"
#include "plumb/model/layers/drop_path.h"
#include "plumb/model/layers/group_normalization.h"
#include "plumb/model/layers/permute.h"
#include "plumb/model/layers/reshape.h"
#include "plumb/model/layers/spatial_dropout2d.h"
#include "plumb/model/layers/up_sampling2d.h"
#include "plumb/model/layers/zero_padding2d.h"
#include "tests/model/made.h"

namespace plumb {
namespace {

using testing::counted;
using testing::expect_near;
using testing::made;

TEST(ImageLayers, PaddingAndCropping) {
  const ZeroPadding2D around{{{{1, 0}, {0, 2}}}};
  expect_near(made({2, 2, 1}, {around}, counted(4)), {0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0});
  expect_near(made({2, 2, 1}, {around, Cropping2D{{{{1, 0}, {0, 2}}}}}, counted(4)), counted(4));
  expect_near(made({3, 3, 1}, {Cropping2D{{{{1, 1}, {2, 0}}}}}, counted(9)), {6});
}

// As tf.image.resize(method='bilinear') has it: centres of cells, borders that go on.
TEST(ImageLayers, UpSampling) {
  expect_near(made({1, 2, 1}, {UpSampling2D{{2, 3}}}, {1, 2}), {1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2});
  expect_near(made({2, 2, 1}, {UpSampling2D{{2, 2}, Interpolation::bilinear}}, counted(4)),
              {1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4});
  expect_near(made({1, 2, 1}, {UpSampling2D{{1, 3}, Interpolation::bilinear}}, {0, 3}), {0, 0, 1, 2, 3, 3});
}

TEST(ImageLayers, ReshapeAndPermute) {
  expect_near(made({6}, {Reshape{{2, -1}}, PermuteLayer{{2, 1}}}, counted(6)), {1, 4, 2, 5, 3, 6});
}

// Taps two cells apart: of a row 1 … 5 and a kernel of ones the sums x[i] + x[i + 2].
TEST(ImageLayers, DilatedConvolution) {
  const Conv2D convolution{.filters = 1, .kernel_size = {1, 2}, .kernel_initializer = Ones{}, .dilation_rate = {1, 2}};
  expect_near(made({1, 5, 1}, {convolution}, counted(5)), {4, 6, 8});
  Conv2D same = convolution;
  same.padding = Padding::same;  // one cell before, one behind
  expect_near(made({1, 5, 1}, {same}, counted(5)), {2, 4, 6, 8, 4});
}

TEST(ImageLayers, DepthwiseConvolutionMixesNoChannels) {
  const DepthwiseConv2D sums{.kernel_size = {1, 2}, .depthwise_initializer = Ones{}};
  expect_near(made({1, 3, 2}, {sums}, {1, 10, 2, 20, 3, 30}), {3, 30, 5, 50});
  const Conv2D groups{.filters = 2, .kernel_size = {1, 1}, .kernel_initializer = Ones{}, .groups = 2};
  expect_near(made({1, 1, 4}, {groups}, {1, 2, 30, 40}), {3, 70});
}

// Each number lays its window; where windows overlap they add up.
TEST(ImageLayers, TransposedConvolution) {
  const Conv2DTranspose windows{.filters = 1, .kernel_size = {1, 3}, .strides = {1, 2}, .kernel_initializer = Ones{}};
  expect_near(made({1, 2, 1}, {windows}, {1, 10}), {1, 1, 11, 10, 10});
  Conv2DTranspose same = windows;
  same.padding = Padding::same;  // the last cell is cut off
  expect_near(made({1, 2, 1}, {same}, {1, 10}), {1, 1, 11, 10});
}

TEST(ImageLayers, GroupNormalizationTakesPlacesAndChannelsOfAGroupTogether) {
  const std::vector<float> x{1, 3, 100, 5, 7, 100};  // two places, three channels; groups of one channel are constant
  const double deviation = std::sqrt(5 + 0.001);     // of 1, 3, 5, 7 around 4
  const auto at = [&](double value) { return static_cast<float>((value - 4) / deviation); };
  expect_near(made({2, 2}, {GroupNormalization{1}}, {1, 3, 5, 7}), {at(1), at(3), at(5), at(7)});
  const double of_channel = 2 / std::sqrt(4 + 0.001);
  const auto v = static_cast<float>(of_channel);
  expect_near(made({2, 3}, {GroupNormalization{-1}}, x), {-v, -v, 0, v, v, 0});
}

// What is dropped is a whole channel, or a whole row; the rest is raised.
TEST(ImageLayers, WholesAreDropped) {
  const std::vector<float> ones(40 * 2 * 3 * 4, 1);
  const auto wholes = [](const std::vector<float>& y, size_t of, size_t step, float raised) {
    size_t dropped = 0, all = 0;
    for (size_t row = 0; row < 40; ++row)
      for (size_t first = 0; first < step; ++first, ++all) {
        const float value = y[row * 24 + first];
        EXPECT_TRUE(value == 0 || std::abs(value - raised) < 1e-4F) << value;
        dropped += value == 0;
        for (size_t i = 0; i < of; ++i) EXPECT_EQ(y[row * 24 + first + i * step], value);
      }
    EXPECT_GT(dropped, 0U);
    EXPECT_LT(dropped, all);
  };
  wholes(made({2, 3, 4}, {SpatialDropout2D{0.5}}, ones, 40, true), 6, 4, 2);
  wholes(made({2, 3, 4}, {DropPath{0.25}}, ones, 40, true), 24, 1, 1 / 0.75F);
  EXPECT_EQ(made({2, 3, 4}, {SpatialDropout2D{0.5}, DropPath{0.25}}, ones, 40), ones);
}

}  // namespace
}  // namespace plumb

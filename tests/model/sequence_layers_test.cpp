// Layers for sequences by numbers that can be checked by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/model/layers/cropping1d.h"
#include "plumb/model/layers/global_average_pooling1d.h"
#include "plumb/model/layers/spatial_dropout1d.h"
#include "plumb/model/layers/up_sampling1d.h"
#include "plumb/model/layers/zero_padding1d.h"
#include "tests/model/made.h"

namespace plumb {
namespace {

using testing::counted;
using testing::expect_near;
using testing::made;

TEST(SequenceLayers, PaddingAndCropping) {
  const ZeroPadding1D around{{2, 1}};
  expect_near(made({2, 2}, {around}, counted(4)), {0, 0, 0, 0, 1, 2, 3, 4, 0, 0});
  expect_near(made({2, 2}, {around, Cropping1D{{2, 1}}}, counted(4)), counted(4));
  expect_near(made({4, 1}, {Cropping1D{}}, counted(4)), {2, 3});
}

TEST(SequenceLayers, UpSampling) { expect_near(made({2, 2}, {UpSampling1D{}}, counted(4)), {1, 2, 1, 2, 3, 4, 3, 4}); }

// What a sequence is answered does not depend on what stands behind its end.
TEST(SequenceLayers, EachSequenceByItsLength) {
  const std::vector<float> x{1, 2, 6, 4, 5, 6, 7, 90};
  const std::vector<int32_t> lengths{4, 3};
  const auto mean = [&](const Layer& layer) {
    return made({4, 1}, {layer, GlobalAveragePooling1D{}}, x, 2, false, lengths);
  };
  expect_near(mean(Cropping1D{{1, 1}}), {4, 6});
  expect_near(mean(Cropping1D{{0, 2}}), {1.5, 5});
  expect_near(mean(ZeroPadding1D{{1, 0}}), {13.0F / 5, 18.0F / 4});
  expect_near(mean(ZeroPadding1D{{0, 2}}), {13.0F / 6, 18.0F / 5});
  expect_near(mean(UpSampling1D{3}), {13.0F / 4, 6});
}

TEST(SequenceLayers, WholeChannelsAreDropped) {
  const std::vector<float> ones(40 * 5 * 3, 1);
  const std::vector<float> y = made({5, 3}, {SpatialDropout1D{0.5}}, ones, 40, true);
  size_t dropped = 0;
  for (size_t row = 0; row < 40; ++row)
    for (size_t channel = 0; channel < 3; ++channel) {
      const float value = y[row * 15 + channel];
      EXPECT_TRUE(value == 0 || std::abs(value - 2) < 1e-4F) << value;
      dropped += value == 0;
      for (size_t step = 0; step < 5; ++step) EXPECT_EQ(y[row * 15 + step * 3 + channel], value);
    }
  EXPECT_GT(dropped, 0U);
  EXPECT_LT(dropped, 120U);
  EXPECT_EQ(made({5, 3}, {SpatialDropout1D{0.5}}, ones, 40), ones);
}

}  // namespace
}  // namespace plumb

#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "plumb/prepare/augment.h"
#include "plumb/prepare/random_flip.h"
#include "plumb/prepare/random_rotate.h"
#include "plumb/prepare/random_translate.h"
#include "plumb/task/yaml_reader.h"

namespace plumb {
namespace {

using Bytes = std::vector<uint8_t>;

Bytes ramp(size_t size) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), uint8_t{0});
  return bytes;
}

/// The images of these rows of a train set of equal ramps, augmented.
Bytes augmented(const std::vector<Augmentation>& how, const Shape& shape, std::vector<int64_t> rows, int64_t epoch = 0,
                uint64_t seed = 1) {
  Bytes batch;
  for (size_t i = 0; i < rows.size(); ++i) {
    const Bytes one = ramp(static_cast<size_t>(count(shape)));
    batch.insert(batch.end(), one.begin(), one.end());
  }
  augment(how, batch.data(), shape, {rows, seed, epoch});
  return batch;
}

Bytes image(const Bytes& batch, size_t place, size_t size) {
  const auto begin = batch.begin() + static_cast<std::ptrdiff_t>(place * size);
  return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}

const std::vector<Augmentation> all{RandomFlip{.axis = FlipAxis::both}, RandomRotate{.degrees = 40},
                                    RandomTranslate{.height = 0.3, .width = 0.3}};

TEST(Augment, FlipsEachWay) {
  const RandomFlip sideways{.probability = 1}, upside{.axis = FlipAxis::vertical, .probability = 1};
  EXPECT_EQ(augmented({sideways}, {2, 3, 1}, {0}), (Bytes{2, 1, 0, 5, 4, 3}));
  EXPECT_EQ(augmented({sideways}, {1, 2, 3}, {0}), (Bytes{3, 4, 5, 0, 1, 2}));
  EXPECT_EQ(augmented({upside}, {3, 2, 1}, {0}), (Bytes{4, 5, 2, 3, 0, 1}));
  EXPECT_EQ(augmented({RandomFlip{.probability = 0}}, {2, 3, 1}, {0}), ramp(6));
}

TEST(Augment, FlipsTheShareAskedFor) {
  std::vector<int64_t> rows(2000);
  std::iota(rows.begin(), rows.end(), 0);
  const Bytes batch = augmented({RandomFlip{.probability = 0.3}}, {1, 2, 1}, rows);
  int flipped = 0;
  for (size_t i = 0; i < rows.size(); ++i) flipped += batch[2 * i] == 1;
  EXPECT_NEAR(flipped, 600, 80);  // four deviations
}

TEST(Augment, WhatHappensToARowDependsOnNothingElse) {
  const Shape shape{8, 8, 3};
  const Bytes together = augmented(all, shape, {3, 1, 4, 15});
  const Bytes others = augmented(all, shape, {9, 4});
  EXPECT_EQ(image(together, 2, 192), image(others, 1, 192));
  EXPECT_NE(image(together, 0, 192), image(together, 1, 192));
}

TEST(Augment, EpochAndSeedDrawAnew) {
  const Shape shape{8, 8, 1};
  EXPECT_EQ(augmented(all, shape, {5}), augmented(all, shape, {5}));
  EXPECT_NE(augmented(all, shape, {5}), augmented(all, shape, {5}, 1));
  EXPECT_NE(augmented(all, shape, {5}), augmented(all, shape, {5}, 0, 2));
}

TEST(Augment, TranslatesByWholePixelsWithinTheShare) {
  std::vector<int64_t> rows(200);
  std::iota(rows.begin(), rows.end(), 0);
  const RandomTranslate sideways{.height = 0, .width = 0.25, .fill_mode = FillMode::constant, .fill_value = 99};
  const Bytes batch = augmented({sideways}, {1, 4, 1}, rows);
  std::map<Bytes, int> seen;
  for (size_t i = 0; i < rows.size(); ++i) ++seen[image(batch, i, 4)];
  EXPECT_EQ(seen.size(), 3U);
  EXPECT_GT(seen[(Bytes{99, 0, 1, 2})], 40);
  EXPECT_GT(seen[(Bytes{0, 1, 2, 3})], 40);
  EXPECT_GT(seen[(Bytes{1, 2, 3, 99})], 40);
}

TEST(Augment, GapsAreFilledAsTheModeSays) {
  const auto moved = [](FillMode mode) {
    Bytes row{10, 20, 30, 40};
    warp({row.data(), 1, 4, 1}, {.shift = {0, -6}}, {mode, 7});
    return row;
  };
  EXPECT_EQ(moved(FillMode::constant), (Bytes{7, 7, 7, 7}));
  EXPECT_EQ(moved(FillMode::nearest), (Bytes{10, 10, 10, 10}));
  EXPECT_EQ(moved(FillMode::wrap), (Bytes{30, 40, 10, 20}));
  EXPECT_EQ(moved(FillMode::reflect), (Bytes{30, 40, 40, 30}));
}

TEST(Augment, AQuarterTurnMovesEachPixelToItsPlace) {
  Bytes square = ramp(9);
  warp({square.data(), 3, 3, 1}, {.turn = {0, -1, 1, 0}, .shift = {2, 0}}, {});
  EXPECT_EQ(square, (Bytes{6, 3, 0, 7, 4, 1, 8, 5, 2}));
}

TEST(Augment, RotationKeepsTheMiddleAndNoAngleKeepsAll) {
  EXPECT_EQ(augmented({RandomRotate{.degrees = 0}}, {5, 5, 1}, {0}), ramp(25));
  EXPECT_EQ(augmented({RandomRotate{.degrees = 90}}, {5, 5, 1}, {0})[12], 12);
}

TEST(Augment, EveryOneReadsItsExampleAndRepeatsItsDraws) {
  for (const auto& component : sorts().at("augmentation").components()) {
    Problems problems;
    const auto one = registry<Augmentation>().read(read_yaml(component.example, component.name, problems), problems);
    ASSERT_TRUE(one) << component.name;
    if (!one->changes_images()) continue;
    const Bytes first = augmented({*one}, {20, 20, 1}, {0, 1, 2, 3, 4});
    EXPECT_EQ(first, augmented({*one}, {20, 20, 1}, {0, 1, 2, 3, 4})) << component.name;
    EXPECT_NE(first, augmented({*one}, {20, 20, 1}, {5, 6, 7, 8, 9})) << component.name;
  }
}

TEST(Augment, NeedsImages) { EXPECT_THROW(augmented(all, {12}, {0}), Error); }

}  // namespace
}  // namespace plumb

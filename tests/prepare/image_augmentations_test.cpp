// Random changes of images: strength 0 changes nothing, and what they draw has the range and the shares that they say.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "plumb/prepare/augment_changes.h"
#include "plumb/prepare/blur.h"
#include "plumb/prepare/color_jitter.h"
#include "plumb/prepare/gaussian_noise.h"
#include "plumb/prepare/rand_augment.h"
#include "plumb/prepare/random_crop.h"
#include "plumb/prepare/random_erasing.h"
#include "plumb/prepare/random_scale.h"
#include "plumb/prepare/trivial_augment.h"

namespace plumb {
namespace {

using Bytes = std::vector<uint8_t>;

/// So many copies of one image, each augmented as a train row of its own.
std::vector<Bytes> augmented(const Augmentation& how, const Shape& shape, const Bytes& one, int64_t copies) {
  Bytes batch;
  std::vector<int64_t> rows(static_cast<size_t>(copies));
  std::iota(rows.begin(), rows.end(), 0);
  for (int64_t i = 0; i < copies; ++i) batch.insert(batch.end(), one.begin(), one.end());
  augment({how}, batch.data(), shape, {.rows = rows, .seed = 1});
  std::vector<Bytes> images;
  for (auto at = batch.begin(); at != batch.end(); at += std::ssize(one)) images.emplace_back(at, at + std::ssize(one));
  return images;
}

Bytes picture(const Shape& shape) {
  Bytes bytes;
  for (int64_t i = 0; i < count(shape); ++i) bytes.push_back(static_cast<uint8_t>((i * 37 + i * i * 3) % 251));
  return bytes;
}

TEST(ImageAugmentations, WithoutStrengthNothingChanges) {
  const Shape shape{9, 12, 3};
  const Bytes one = picture(shape);
  const std::vector<Augmentation> idle{RandomCrop{.padding = 0},
                                       RandomErasing{.probability = 0},
                                       RandomScale{.low = 1, .high = 1},
                                       ColorJitter{.brightness = 0, .contrast = 0, .saturation = 0},
                                       PixelNoise{.std = 0},
                                       PixelNoise{.probability = 0},
                                       Blur{.low = 0.01, .high = 0.01},
                                       Blur{.size = 1},
                                       Blur{.probability = 0},
                                       RandAugment{.changes = 0}};
  for (const Augmentation& how : idle)
    for (const Bytes& image : augmented(how, shape, one, 20)) EXPECT_EQ(image, one) << to_json(how.write());
}

TEST(ImageAugmentations, CropsAtEveryPlaceAlike) {
  std::map<Bytes, int> seen;
  for (const Bytes& image : augmented(RandomCrop{.padding = 1, .fill_value = 9}, {1, 3, 1}, {1, 2, 3}, 900))
    ++seen[image];
  // Up and down by one leaves nothing of a single row: 6 of the 9 places.
  ASSERT_EQ(seen.size(), 4U);
  EXPECT_NEAR(seen[(Bytes{9, 9, 9})], 600, 60);
  for (const Bytes& image : {Bytes{9, 1, 2}, Bytes{1, 2, 3}, Bytes{2, 3, 9}}) EXPECT_NEAR(seen[image], 100, 40);
}

/// The pixels of a part of an image of one channel, line by line.
Bytes part_of(const Bytes& image, size_t width, size_t top, size_t left, size_t high, size_t wide) {
  Bytes part;
  for (size_t y = top; y < top + high; ++y)
    for (size_t x = left; x < left + wide; ++x) part.push_back(image[y * width + x]);
  return part;
}

TEST(ImageAugmentations, CropsPartsToTheMiddle) {
  const Bytes one = picture({5, 6, 1});
  std::map<Bytes, int> seen;
  for (const Bytes& image : augmented(RandomCrop{.height = 2, .width = 4}, {5, 6, 1}, one, 2400))
    ++seen[part_of(image, 6, 1, 1, 2, 4)];  // of the three lines that are too many, one lies above
  ASSERT_EQ(seen.size(), 12U);
  for (size_t top = 0; top < 4; ++top)
    for (size_t left = 0; left < 3; ++left) EXPECT_NEAR(seen[part_of(one, 6, top, left, 2, 4)], 200, 60) << top << left;

  std::map<Bytes, int> padded;
  for (const Bytes& image :
       augmented(RandomCrop{.padding = 1, .height = 1, .width = 1, .fill_value = 9}, {1, 2, 1}, {1, 2}, 1200))
    ++padded[{image[0]}];
  EXPECT_NEAR(padded[(Bytes{9})], 1000, 60);  // 10 of the 12 places
  EXPECT_NEAR(padded[(Bytes{1})], 100, 40);
}

TEST(ImageAugmentations, APartThatImagesDoNotHoldIsRefused) {
  try {
    kept_by({RandomCrop{.height = 40, .width = 20}}, {32, 32});
    ADD_FAILURE() << "no message";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "random_crop: 40 x 20 is more than the images have, 32 x 32; make them larger by the step `resize` or "
                 "`crop_or_pad`, or crop less");
  }
}

/// Paints what it sees, and says how large it was.
struct Paint {
  std::set<Shape>* seen;
  static constexpr auto name = "paint";
  static constexpr auto summary = "Paints.";
  static void describe(auto&, auto&) {}
  void change(ImageSpan image, Random&) const {
    std::fill_n(image.pixels, image.size(), uint8_t{77});
    seen->insert({image.height, image.width, image.channels});
  }
};

TEST(ImageAugmentations, WhatComesAfterACropSeesThePartAlone) {
  std::set<Shape> seen;
  Bytes batch = picture({6, 7, 3});
  const std::vector<Augmentation> how{RandomCrop{.height = 5, .width = 5}, RandomCrop{.height = 2, .width = 3},
                                      Paint{&seen}};
  EXPECT_EQ(kept_by(how, {6, 7}), (ImageSize{2, 3}));
  augment(how, batch.data(), {6, 7, 3}, {.rows = std::vector<int64_t>{0}, .seed = 1});
  EXPECT_EQ(seen, (std::set<Shape>{{2, 3, 3}}));
  for (size_t y = 2; y < 4; ++y)  // the middle of the whole
    for (size_t x = 2; x < 5; ++x) EXPECT_EQ(batch[(y * 7 + x) * 3], 77) << y << ", " << x;
}

TEST(ImageAugmentations, ScalesAboutTheCentre) {
  const Bytes row{0, 40, 80, 120};
  EXPECT_EQ(augmented(RandomScale{.low = 2, .high = 2}, {1, 4, 1}, row, 1)[0], (Bytes{30, 50, 70, 90}));
  const RandomScale half{.low = 0.5, .high = 0.5, .fill_mode = FillMode::constant, .fill_value = 7};
  EXPECT_EQ(augmented(half, {1, 5, 1}, {0, 40, 80, 120, 160}, 1)[0], (Bytes{7, 0, 80, 160, 7}));
  // Half as large is as likely as twice as large: the left end moves in as often as out.
  int shrunk = 0;
  for (const Bytes& image : augmented(RandomScale{.low = 0.5, .high = 2, .fill_mode = FillMode::nearest}, {1, 64, 1},
                                      picture({1, 64, 1}), 2000))
    shrunk += image[0] == image[1] && image[1] == image[2];
  EXPECT_GT(shrunk, 700);
  EXPECT_LT(shrunk, 1050);
}

TEST(ImageAugmentations, ErasesRectanglesOfTheAreaAskedFor) {
  const RandomErasing how{.probability = 0.5, .area_low = 0.1, .area_high = 0.3, .fill_value = 255};
  int changed = 0;
  std::set<int64_t> areas;
  for (const Bytes& image : augmented(how, {20, 30, 1}, Bytes(600, 1), 1000)) {
    int64_t top = 99, bottom = -1, left = 99, right = -1, area = 0;
    for (int64_t y = 0; y < 20; ++y)
      for (int64_t x = 0; x < 30; ++x)
        if (image[static_cast<size_t>(y * 30 + x)] == 255) {
          top = std::min(top, y), bottom = std::max(bottom, y), left = std::min(left, x), right = std::max(right, x);
          ++area;
        }
    if (area == 0) continue;
    ++changed;
    areas.insert(area);
    EXPECT_EQ(area, (bottom - top + 1) * (right - left + 1));
    EXPECT_GE(area, 600 * 0.1 * 0.85);  // sides are rounded
    EXPECT_LE(area, 600 * 0.3 * 1.15);
  }
  EXPECT_NEAR(changed, 500, 80);
  EXPECT_GT(areas.size(), 40U);
  const Bytes noisy = augmented(RandomErasing{.probability = 1, .area_low = 0.3, .with = EraseWith::noise}, {20, 30, 1},
                                Bytes(600, 1), 1)[0];
  EXPECT_GT(std::set<uint8_t>(noisy.begin(), noisy.end()).size(), 60U);
}

TEST(ImageAugmentations, NoiseHasTheDeviationAskedFor) {
  double sum = 0, squares = 0, n = 0;
  for (const Bytes& image : augmented(PixelNoise{.std = 12}, {10, 10, 1}, Bytes(100, 128), 100))
    for (const uint8_t byte : image) sum += byte - 128.0, squares += (byte - 128.0) * (byte - 128.0), ++n;
  EXPECT_NEAR(sum / n, 0, 0.5);
  EXPECT_NEAR(std::sqrt(squares / n), 12, 0.4);
  for (const Bytes& image : augmented(PixelNoise{.std = 200}, {4, 4, 1}, Bytes(16, 0), 20))
    EXPECT_GT(std::count(image.begin(), image.end(), 0), 0) << "below 0 is 0";
}

TEST(ImageAugmentations, BlurKeepsTheMeanOfWideAreas) {
  Bytes edge(400);
  for (size_t i = 0; i < edge.size(); ++i) edge[i] = i % 20 < 10 ? 0 : 200;
  for (const Bytes& image : augmented(Blur{.low = 1, .high = 1}, {20, 20, 1}, edge, 1)) {
    for (size_t x = 1; x < 20; ++x) EXPECT_GE(image[x], image[x - 1]);
    EXPECT_EQ(image[9] + image[10], 200);
    EXPECT_EQ(image[0], 0);
    EXPECT_EQ(image[19], 200);
  }
}

TEST(ImageAugmentations, JitterDrawsItsFactorsEvenly) {
  const ColorJitter bright{.brightness = 0.5, .contrast = 0, .saturation = 0};
  double sum = 0;
  int least = 255, most = 0;
  for (const Bytes& image : augmented(bright, {1, 1, 3}, {100, 100, 100}, 500)) {
    sum += image[0];
    least = std::min<int>(least, image[0]), most = std::max<int>(most, image[0]);
  }
  EXPECT_NEAR(sum / 500, 99.5, 5);  // cut off below the point
  EXPECT_GE(least, 50);
  EXPECT_LT(least, 55);
  EXPECT_GT(most, 144);
  EXPECT_LE(most, 150);
}

TEST(ImageAugmentations, JitterKeepsWhatItDoesNotName) {
  // A turn of the hue keeps the largest and the smallest of the three; the order of channels changes.
  std::set<Bytes> seen;
  for (const Bytes& image : augmented(ColorJitter{0, 0, 0, 0.5}, {1, 1, 3}, {200, 40, 40}, 200)) {
    EXPECT_EQ(*std::max_element(image.begin(), image.end()), 200);
    EXPECT_NEAR(*std::min_element(image.begin(), image.end()), 40, 1);
    seen.insert(image);
  }
  EXPECT_GT(seen.size(), 60U);
}

/// Every image that one of the fourteen changes makes at these levels.
std::map<Bytes, int> possible(const AugmentReach& reach, const std::vector<int64_t>& at, int64_t levels,
                              const Shape& shape) {
  std::map<Bytes, int> all;
  for (int i = 0; i < augment_changes; ++i)
    for (const int64_t level : at)
      for (const double sign : {1.0, -1.0}) {
        Bytes image = picture(shape);
        const auto change = static_cast<AugmentChange>(i);
        const double strength = strength_of(change, reach, level, levels);
        apply(change, is_signed(change) ? sign * strength : strength, 5, {image.data(), shape[0], shape[1], shape[2]});
        all[image] = 0;
      }
  return all;
}

void expect_all_of(const Augmentation& how, const Shape& shape, std::map<Bytes, int> images) {
  for (const Bytes& image : augmented(how, shape, picture(shape), 3000)) {
    ASSERT_TRUE(images.contains(image)) << "no change of the list makes this";
    ++images[image];
  }
  for (const auto& [image, times] : images) EXPECT_GT(times, 20);  // the rarest: 1 / 56 of them, 53
  EXPECT_GT(images.size(), 15U);
}

TEST(ImageAugmentations, RandAugmentDrawsEveryChange) {
  const Shape shape{20, 16, 3};
  const AugmentReach reach{.translate_x = 150.0 / 331 * 16, .translate_y = 150.0 / 331 * 20};
  expect_all_of(RandAugment{.changes = 1, .magnitude = 20, .fill_value = 5}, shape, possible(reach, {20}, 31, shape));
}

TEST(ImageAugmentations, TrivialAugmentDrawsEveryChangeAtEveryStrength) {
  const Shape shape{20, 40, 3};
  const AugmentReach reach{
      .shear = 0.99, .translate_x = 32, .translate_y = 32, .rotate = 135, .enhance = 0.99, .posterize = 6};
  expect_all_of(TrivialAugment{.magnitudes = 2, .fill_value = 5}, shape, possible(reach, {0, 1}, 2, shape));
}

template <class Kind>
std::string message_of(const std::string& json) {
  Problems problems;
  read_options<Kind>(parse_json(json, "options"), problems);
  return problems.empty() ? "" : problems.all().front().message;
}

TEST(ImageAugmentations, RefuseWhatCannotBe) {
  EXPECT_NE(message_of<Blur>(R"({"size": 4})").find("must be odd, got 4; write 3 or 5"), std::string::npos);
  EXPECT_NE(message_of<Blur>(R"({"low": 3})").find("above `high`"), std::string::npos);
  EXPECT_NE(message_of<RandomScale>(R"({"low": 3})").find("above `high`, which is 1.25; swap them"), std::string::npos);
  EXPECT_NE(message_of<RandomErasing>(R"({"area_low": 0.5})").find("above `area_high`"), std::string::npos);
  EXPECT_NE(message_of<RandomErasing>(R"({"ratio_low": 5})").find("above `ratio_high`"), std::string::npos);
  EXPECT_NE(message_of<RandAugment>(R"({"magnitude": 31})").find("below `magnitudes`, which is 31"), std::string::npos);
}

}  // namespace
}  // namespace plumb

// Rows mixed in pairs, and tables changed at random.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "plumb/prepare/beta.h"
#include "plumb/prepare/cutmix.h"
#include "plumb/prepare/mixup.h"
#include "plumb/prepare/noise.h"
#include "plumb/prepare/random_crop.h"
#include "plumb/prepare/random_flip.h"
#include "plumb/prepare/swap.h"

namespace plumb {
namespace {

std::vector<int64_t> counted(int64_t rows) {
  std::vector<int64_t> all(static_cast<size_t>(rows));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

template <class T>
struct Mixed {
  std::vector<T> batch;
  std::vector<int64_t> others;
  std::vector<float> own;
};

template <class T>
Mixed<T> mixed(const std::vector<Augmentation>& how, const Shape& shape, std::vector<T> batch,
               const std::vector<int64_t>& rows, int64_t epoch = 0) {
  Mixed<T> result{std::move(batch), std::vector<int64_t>(rows.size()), std::vector<float>(rows.size())};
  const Type type = sizeof(T) == 1 ? Type::u8 : Type::f32;
  mix_rows(how, "x", type, shape, result.batch.data(), {.rows = rows, .seed = 1, .epoch = epoch}, result.others,
           result.own);
  return result;
}

TEST(Beta, HasItsMeanAndVariance) {
  for (const double alpha : {0.2, 1.0, 4.0}) {
    Random random(5, "beta");
    double sum = 0, squares = 0;
    constexpr int n = 20000;
    for (int i = 0; i < n; ++i) {
      const double x = beta_draw(random, alpha);
      EXPECT_TRUE(x >= 0 && x <= 1);
      sum += x, squares += (x - 0.5) * (x - 0.5);
    }
    const double variance = 1 / (4 * (2 * alpha + 1));
    EXPECT_NEAR(sum / n, 0.5, 5 * std::sqrt(variance / n)) << alpha;
    EXPECT_NEAR(squares / n, variance, 0.03 * variance) << alpha;
  }
  Random random(5, "tiny");
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(std::isnan(beta_draw(random, 0.001)));
}

TEST(Mixup, MixesNumbersByTheShare) {
  std::vector<float> before(600);
  for (size_t i = 0; i < before.size(); ++i) before[i] = std::sin(static_cast<float>(i) * 0.7F);
  const auto [batch, others, own] = mixed({Mixup{.alpha = 1}}, {3}, before, counted(200));
  double sum = 0;
  for (size_t row = 0; row < 200; ++row) {
    sum += own[row];
    for (size_t c = 0; c < 3; ++c)
      EXPECT_NEAR(batch[3 * row + c],
                  own[row] * before[3 * row + c] + (1 - own[row]) * before[3 * static_cast<size_t>(others[row]) + c],
                  1e-6);
  }
  EXPECT_NEAR(sum / 200, 0.5, 0.1);
  EXPECT_GT(std::set<int64_t>(others.begin(), others.end()).size(), 100U);
}

TEST(Mixup, RoundsPixels) {
  const auto [batch, others, own] = mixed<uint8_t>({Mixup{.alpha = 1}}, {1, 1, 1}, {0, 255, 100}, counted(3));
  const std::vector<float> before{0, 255, 100};
  for (size_t i = 0; i < 3; ++i)
    EXPECT_NEAR(batch[i], own[i] * before[i] + (1 - own[i]) * before[static_cast<size_t>(others[i])], 0.501);
}

TEST(Mixup, MixesTheShareOfRowsAskedFor) {
  const auto none = mixed<float>({Mixup{.probability = 0}}, {1}, {1, 2, 3}, counted(3));
  EXPECT_EQ(none.batch, (std::vector<float>{1, 2, 3}));
  EXPECT_EQ(none.own, (std::vector<float>{1, 1, 1}));
  const auto some = mixed({Mixup{.alpha = 1, .probability = 0.3}}, {1}, std::vector<float>(1000), counted(1000));
  EXPECT_NEAR(static_cast<double>(std::count(some.own.begin(), some.own.end(), 1.0F)), 700, 60);
}

TEST(Cutmix, SetsARectangleOfTheOther) {
  constexpr int64_t height = 12, width = 9, rows = 200;
  std::vector<uint8_t> before;
  for (int64_t row = 0; row < rows; ++row) before.insert(before.end(), height * width, static_cast<uint8_t>(row));
  const auto [batch, others, own] = mixed({Cutmix{}}, {height, width, 1}, before, counted(rows));
  std::set<float> shares;
  for (int64_t row = 0; row < rows; ++row) {
    const auto r = static_cast<size_t>(row);
    int64_t top = 99, bottom = -1, left = 99, right = -1, area = 0;
    for (int64_t y = 0; y < height; ++y)
      for (int64_t x = 0; x < width; ++x) {
        const int64_t pixel = batch[static_cast<size_t>((row * height + y) * width + x)];
        if (pixel == row) continue;
        EXPECT_EQ(pixel, others[r]);
        top = std::min(top, y), bottom = std::max(bottom, y), left = std::min(left, x), right = std::max(right, x);
        ++area;
      }
    if (others[r] == row) continue;
    if (area > 0) {
      EXPECT_EQ(area, (bottom - top + 1) * (right - left + 1));
    }
    EXPECT_NEAR(own[r], 1 - static_cast<double>(area) / (height * width), 1e-6);
    shares.insert(own[r]);
  }
  EXPECT_GT(shares.size(), 30U);
}

TEST(Mixing, OfTwoEachRowDrawsOne) {
  std::vector<uint8_t> before;
  for (int row = 0; row < 100; ++row) before.insert(before.end(), 64, static_cast<uint8_t>(2 * row));
  const auto got = mixed({RandomFlip{}, Mixup{.alpha = 1}, Cutmix{}}, {8, 8, 1}, before, counted(100));
  int cut = 0, blended = 0;
  for (size_t row = 0; row < 100; ++row) {
    const std::set<uint8_t> tones(got.batch.begin() + static_cast<std::ptrdiff_t>(64 * row),
                                  got.batch.begin() + static_cast<std::ptrdiff_t>(64 * row + 64));
    cut += tones.size() == 2;
    blended += tones.size() == 1 && !tones.contains(static_cast<uint8_t>(2 * row));
  }
  EXPECT_GT(cut, 20);
  EXPECT_GT(blended, 25);
}

TEST(Mixing, IsDrawnByEpochAndRow) {
  const std::vector<float> before{1, 2, 3, 4};
  const auto once = mixed({Mixup{.alpha = 1}}, {1}, before, {7, 8, 9, 10});
  EXPECT_EQ(once.batch, mixed({Mixup{.alpha = 1}}, {1}, before, {7, 8, 9, 10}).batch);
  EXPECT_NE(once.batch, mixed({Mixup{.alpha = 1}}, {1}, before, {7, 8, 9, 10}, 1).batch);
  // In another place of the batch the share is the same.
  EXPECT_EQ(once.own[1], mixed({Mixup{.alpha = 1}}, {1}, before, {8, 7, 9, 10}).own[0]);
}

TEST(Mixing, RefusesWhatCannotBeMixed) {
  std::vector<int32_t> codes(2);
  std::vector<int64_t> rows{0, 1}, others(2);
  std::vector<float> own(2);
  const auto mix = [&](const Augmentation& how, Type type) {
    try {
      mix_rows({how}, "text", type, {1}, codes.data(), {.rows = rows}, others, own);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(mix(Mixup{}, Type::s32).find("input \"text\" holds codes; take it out of `augment`"), std::string::npos);
  EXPECT_NE(mix(Cutmix{}, Type::f32).find("use `mixup`"), std::string::npos);
  EXPECT_EQ(mix(Mixup{}, Type::f32), "");
}

/// Columns: numbers of deviation 30, 0 and 1 by turns, a constant.
TensorRows table(int64_t rows) {
  auto held = std::make_shared<std::vector<float>>();
  Random random(2, "table");
  for (int64_t i = 0; i < rows; ++i)
    held->insert(held->end(), {static_cast<float>(1e4 + 30 * random.normal()), static_cast<float>(i % 2), 5});
  return {.name = "table", .row_shape = {3}, .data = std::shared_ptr<const void>(held, held->data()), .rows = rows};
}

std::vector<float> changed(const Augmentation& how, const TensorRows& train, const std::vector<int64_t>& rows) {
  std::vector<float> batch;
  for (const int64_t row : rows) {
    const auto* cells = reinterpret_cast<const float*>(train.row(row));
    batch.insert(batch.end(), cells, cells + 3);
  }
  augment_numbers({how}, batch.data(), train_numbers(train), {.rows = rows, .seed = 1});
  return batch;
}

TEST(TableAugmentations, KnowTheTrainRows) {
  const TrainNumbers facts = train_numbers(table(4000));
  EXPECT_NEAR(facts.deviations[0], 30, 1.5);
  EXPECT_EQ(facts.deviations[2], 0);
  EXPECT_EQ(facts.flags, (std::vector<bool>{false, true, false}));
}

TEST(TableAugmentations, NoiseIsAShareOfTheDeviation) {
  const TensorRows train = table(4000);
  const auto batch = changed(Noise{.std = 0.2}, train, counted(4000));
  double sum = 0, squares = 0;
  for (int64_t row = 0; row < 4000; ++row) {
    const auto* cells = reinterpret_cast<const float*>(train.row(row));
    const float* got = batch.data() + 3 * row;
    sum += got[0] - cells[0], squares += std::pow(got[0] - cells[0], 2);
    EXPECT_EQ(got[1], cells[1]) << "a flag";
    EXPECT_EQ(got[2], 5) << "no deviation, no noise";
  }
  EXPECT_NEAR(sum / 4000, 0, 0.4);
  EXPECT_NEAR(std::sqrt(squares / 4000), 6, 0.4);
  EXPECT_EQ(changed(Noise{.std = 0}, train, {3}), changed(Noise{.probability = 0}, train, {3}));
}

TEST(TableAugmentations, SwapTakesCellsOfTheSameColumn) {
  const TensorRows train = table(4000);
  std::set<float> there;
  for (int64_t row = 0; row < 4000; ++row) there.insert(*reinterpret_cast<const float*>(train.row(row)));
  const auto batch = changed(Swap{.probability = 0.25}, train, counted(4000));
  int numbers = 0, flags = 0;
  for (int64_t row = 0; row < 4000; ++row) {
    const auto* cells = reinterpret_cast<const float*>(train.row(row));
    const float* got = batch.data() + 3 * row;
    EXPECT_TRUE(there.contains(got[0]));
    EXPECT_TRUE(got[1] == 0 || got[1] == 1);
    numbers += got[0] != cells[0], flags += got[1] != cells[1];
  }
  EXPECT_NEAR(numbers, 1000, 110);
  EXPECT_NEAR(flags, 500, 85);  // half of them by what they were already
}

TEST(TableAugmentations, ARowIsDrawnByItself) {
  const TensorRows train = table(50);
  for (const Augmentation& how : {Augmentation(Noise{}), Augmentation(Swap{.probability = 0.5})}) {
    const auto together = changed(how, train, {3, 17, 40}), alone = changed(how, train, {17});
    EXPECT_EQ(std::vector<float>(together.begin() + 3, together.begin() + 6), alone);
    EXPECT_NE(together, changed(how, train, {4, 18, 41}));
  }
}

TEST(Mix, OfCroppedImagesIsOfTheMiddles) {
  const Shape whole{5, 6, 1}, part{2, 4, 1};
  std::vector<uint8_t> images, middles;
  for (int row = 0; row < 8; ++row)
    for (int64_t y = 0; y < 5; ++y)
      for (int64_t x = 0; x < 6; ++x) {
        images.push_back(static_cast<uint8_t>(row * 30 + y * 6 + x));
        if (y >= 1 && y < 3 && x >= 1 && x < 5) middles.push_back(images.back());
      }
  const RandomCrop crop{.height = 2, .width = 4};
  for (const Augmentation& how : {Augmentation(Mixup{.alpha = 1}), Augmentation(Cutmix{.alpha = 1})}) {
    const auto large = mixed<uint8_t>({crop, how}, whole, images, counted(8));
    const auto small = mixed<uint8_t>({how}, part, middles, counted(8));
    EXPECT_EQ(large.own, small.own);
    EXPECT_EQ(large.others, small.others);
    std::vector<uint8_t> got;
    for (size_t i = 0; i < large.batch.size(); ++i) {
      const size_t y = i % 30 / 6, x = i % 6;
      if (y >= 1 && y < 3 && x >= 1 && x < 5)
        got.push_back(large.batch[i]);
      else
        EXPECT_EQ(large.batch[i], images[i]);
    }
    EXPECT_EQ(got, small.batch);
  }
}

}  // namespace
}  // namespace plumb

// The rows that exports are tried with: what is changed in columns of each type.
#include "plumb/deploy/check_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "plumb/data/encoded_images.h"
#include "plumb/prepare/images.h"

namespace plumb {
namespace {

constexpr int64_t many = 300;

template <class T>
std::vector<T> alternating(T a, T b) {
  std::vector<T> values;
  for (int64_t i = 0; i < many; ++i) values.push_back(i % 2 ? a : b);
  return values;
}

Table changed(
    const Table& rows, const std::function<bool(const Table&)>& answers = [](const Table&) { return true; }) {
  return check_rows(infer_schema(rows), rows, answers);
}

TEST(CheckRows, TruthValuesHaveGapsAndTheOtherValue) {
  Table rows;
  rows.set("member", Column::booleans(std::vector<uint8_t>(many, 1)));
  const Column member = changed(rows).at("member");
  ASSERT_EQ(member.size(), many);
  int64_t other = 0;
  for (int64_t row = 0; row < many; ++row) other += member.number(row) == 0;
  EXPECT_GT(member.missing_count(), 10);
  EXPECT_GT(other, 10);
  EXPECT_GT(many - other - member.missing_count(), many / 3);
}

TEST(CheckRows, DatesHaveGapsAndOtherCenturies) {
  const int64_t in_2021 = 1'614'816'000'000, in_2022 = in_2021 + 31'536'000'000;
  Table rows;
  rows.set("seen", Column::date_times(alternating(in_2021, in_2022)));
  const Column seen = changed(rows).at("seen");
  EXPECT_EQ(seen.type(), ColumnType::date_time);
  EXPECT_GT(seen.missing_count(), 10);
  std::set<std::string> centuries;
  for (int64_t row = 0; row < many; ++row)
    if (!seen.missing(row)) centuries.insert(seen.shown(row).substr(0, 2));
  EXPECT_GE(centuries.size(), 7U);
}

TEST(CheckRows, WhatAModelRefusesIsLeftOut) {
  Table rows;
  rows.set("member", Column::booleans(alternating<uint8_t>(0, 1)));
  const Column member =
      changed(rows, [](const Table& one) { return one.at("member").missing_count() == 0; }).at("member");
  EXPECT_EQ(member.missing_count(), 0);
}

/// Some images of 3 x 2 as files, or as pixels.
Table images(bool encoded, int64_t channels, int64_t count) {
  EncodedImages files;
  for (int64_t i = 0; i < count; ++i)
    files.add((channels == 1 ? "P5 3 2 255\n" : "P6 3 2 255\n") +
                  std::string(static_cast<size_t>(6 * channels), static_cast<char>(50 + i % 100)),
              std::to_string(i) + ".ppm");
  Table rows;
  const Column column = files.finish();
  rows.set("scan", encoded ? column : change_images("scan", column, [](Pixels pixels) { return pixels; }));
  return rows;
}

TEST(CheckRows, ImagesAreBlackWhiteAndNoiseToo) {
  for (const bool encoded : {true, false})
    for (const int64_t channels : {1, 3})
      for (const int64_t count : {5, 300}) {
        SCOPED_TRACE(count);
        const Column scan = changed(images(encoded, channels, count)).at("scan");
        int64_t black = 0, white = 0, noise = 0, plain = 0;
        for (int64_t row = 0; row < count; ++row) {
          if (scan.missing(row)) continue;
          EXPECT_EQ(scan.image(row).encoded(), encoded);
          const Pixels pixels = pixels_of(scan.image(row), "scan");
          EXPECT_EQ(pixels.height, 2);
          EXPECT_EQ(pixels.width, 3);
          EXPECT_EQ(pixels.channels, channels);
          const auto [low, high] = std::minmax_element(pixels.bytes.begin(), pixels.bytes.end());
          ++(*low != *high ? noise : *low == 0 ? black : *low == 255 ? white : plain);
        }
        EXPECT_GE(black, 1);
        EXPECT_GE(white, 1);
        EXPECT_GE(noise, 1);
        EXPECT_GE(plain, count / 3);
        EXPECT_GE(scan.missing_count(), count / 30 - 1);
      }
}

}  // namespace
}  // namespace plumb

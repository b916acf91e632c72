// Steps that change each image by itself go over a few images at a time, which must not be seen in what they give.
#include "plumb/prepare/pixel_steps.h"

#include <gtest/gtest.h>

#include "plumb/core/table_hash.h"
#include "plumb/prepare/decode_image.h"
#include "plumb/prepare/pipeline.h"
#include "plumb/prepare/resize.h"
#include "plumb/prepare/to_grayscale.h"

namespace plumb {
namespace {

constexpr int64_t side = 200;

/// Encoded colour images, 120 kB as pixels; the first row and every seventh have none.
Table photos(int64_t rows) {
  std::vector<uint8_t> bytes;
  std::vector<int64_t> offsets{0};
  std::vector<bool> valid;
  std::vector<std::string> names;
  for (int64_t row = 0; row < rows; ++row) {
    valid.push_back(row % 7 != 0);
    names.push_back("photo " + std::to_string(row));
    if (valid.back()) {
      const std::string head = "P6 200 200 255\n";
      bytes.insert(bytes.end(), head.begin(), head.end());
      for (int64_t i = 0; i < side * side * 3; ++i) bytes.push_back(static_cast<uint8_t>(i * (row + 3) % 251));
    }
    offsets.push_back(static_cast<int64_t>(bytes.size()));
  }
  const auto size = static_cast<size_t>(rows);
  Table table;
  table.set("photo", Column::images(bytes, offsets, std::vector<std::array<int64_t, 3>>(size), valid, names));
  table.set("weight", Column::numbers(std::vector<double>(size, 2)));
  table.set("other", table.at("photo"));
  return table;
}

TEST(PixelSteps, AFewAtATimeGiveWhatEachAloneGives) {
  const Table rows = photos(90);
  const Pipeline steps{DecodeImage{}, Resize{.height = 16, .width = 12, .columns = {"photo"}},
                       ToGrayscale{.columns = {"photo"}}};
  const PreparedTrain prepared = steps.fit(rows, {});
  EXPECT_EQ(hash_table(prepared.pipeline.apply(rows)), hash_table(prepared.rows));
  Table singly;
  for (int64_t row = 0; row < rows.rows(); ++row) {
    const Table one = prepared.pipeline.apply(rows.slice(row, row + 1));
    singly = row == 0 ? one : singly.append(one);
  }
  EXPECT_EQ(prepared.rows.names(), rows.names());
  EXPECT_EQ(hash_table(singly), hash_table(prepared.rows));
  EXPECT_EQ(prepared.rows.at("photo").image(1).height, 16);
  EXPECT_EQ(prepared.rows.at("photo").image(1).channels, 1);
  EXPECT_EQ(prepared.rows.at("other").image(89).height, side);
  EXPECT_TRUE(prepared.rows.at("photo").missing(7));
}

TEST(PixelSteps, FewImagesArePixelsAtATime) {
  const Table rows = photos(90);
  int64_t most = 0, calls = 0;
  const Table same = change_few_by_few(rows, [&](Table images) {
    most = std::max(most, images.rows());
    ++calls;
    return images;
  });
  EXPECT_EQ(most, (4 << 20) / (2 * side * side * 3));
  EXPECT_GT(calls, 1);
  EXPECT_EQ(hash_table(same), hash_table(rows));
  EXPECT_EQ(same.at("photo").image(1).name, "photo 1");  // for messages
  EXPECT_EQ(with_first_images(rows).rows(), 2);
}

}  // namespace
}  // namespace plumb

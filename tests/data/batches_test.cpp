#include "plumb/data/batches.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/core/error.h"

namespace plumb {
namespace {

/// Ten rows: features {r, 10 r}, label r.
std::vector<TensorRows> ten_rows() {
  Table table;
  std::vector<double> one(10), ten(10);
  std::vector<int64_t> labels(10);
  for (size_t r = 0; r < 10; ++r) {
    one[r] = static_cast<double>(r);
    ten[r] = 10 * one[r];
    labels[r] = static_cast<int64_t>(r);
  }
  table.set("one", Column::numbers(one));
  table.set("ten", Column::numbers(ten));
  return {matrix_rows("x", table, {"one", "ten"}), code_rows("y", Column::integers(labels))};
}

std::vector<int32_t> labels_of_epoch(Batches& batches, int64_t epoch) {
  std::vector<int32_t> seen;
  for (batches.start(epoch); batches.next();) {
    const auto* x = static_cast<const float*>(batches.data(0));
    const auto* y = static_cast<const int32_t*>(batches.data(1));
    EXPECT_EQ(reinterpret_cast<uintptr_t>(x) % 64, 0u);
    for (int64_t r = 0; r < batches.size(); ++r) {
      EXPECT_EQ(x[2 * r], static_cast<float>(y[r]));
      EXPECT_EQ(x[2 * r + 1], static_cast<float>(10 * y[r]));
      EXPECT_EQ(batches.chosen()[static_cast<size_t>(r)], y[r]);
      seen.push_back(y[r]);
    }
  }
  return seen;
}

std::vector<int32_t> in_order() {
  std::vector<int32_t> all(10);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

TEST(Batches, GoThroughEveryRowOnceInOrder) {
  Batches batches(ten_rows(), {.batch_size = 4});
  EXPECT_EQ(batches.per_epoch(), 3);
  EXPECT_EQ(labels_of_epoch(batches, 0), in_order());
  EXPECT_EQ(labels_of_epoch(batches, 1), in_order());
}

TEST(Batches, ShuffleEachEpochAnewByTheSeed) {
  Batches batches(ten_rows(), {.batch_size = 3, .shuffle = true, .seed = 7});
  auto first = labels_of_epoch(batches, 0), second = labels_of_epoch(batches, 1);
  EXPECT_NE(first, second);
  EXPECT_EQ(labels_of_epoch(batches, 0), first);
  Batches other(ten_rows(), {.batch_size = 5, .shuffle = true, .seed = 7});
  EXPECT_EQ(labels_of_epoch(other, 0), first) << "the order does not depend on the batch size";
  Batches another_seed(ten_rows(), {.batch_size = 3, .shuffle = true, .seed = 8});
  EXPECT_NE(labels_of_epoch(another_seed, 0), first);
  std::sort(first.begin(), first.end());
  EXPECT_EQ(first, in_order());
}

TEST(Batches, GoOnWhereTheyStopped) {
  Batches whole(ten_rows(), {.batch_size = 3, .shuffle = true, .seed = 1});
  whole.start(4);
  whole.next();
  whole.next();
  Batches resumed(ten_rows(), {.batch_size = 3, .shuffle = true, .seed = 1});
  resumed.resume(whole.position());
  while (whole.next()) {
    ASSERT_TRUE(resumed.next());
    EXPECT_TRUE(std::equal(whole.chosen().begin(), whole.chosen().end(), resumed.chosen().begin()));
  }
  EXPECT_FALSE(resumed.next());
}

TEST(Batches, MayLeaveOutThePartialLastBatch) {
  Batches batches(ten_rows(), {.batch_size = 4, .drop_last = true});
  EXPECT_EQ(labels_of_epoch(batches, 0).size(), 8u);
  EXPECT_THROW(Batches(ten_rows(), {.batch_size = 11, .drop_last = true}), Error);
}

TEST(Tensors, SayWhatIsMissing) {
  Table table;
  table.set("age", Column::numbers({1, NAN}));
  table.set("city", Column::categories({0, 0}, {"ulm"}));
  const auto message = [&](const std::vector<std::string>& columns) -> std::string {
    try {
      matrix_rows("x", table, columns);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message({"age"}),
            "column \"age\" has a gap in row 2, and the network needs numbers; add the step `fill_missing`");
  EXPECT_EQ(message({"city"}),
            "column \"city\" holds category, and the network needs numbers; add a step that encodes it (one_hot, "
            "ordinal)");
}

/// More rows than one thread writes.
TEST(Tensors, ManyRowsAreThoseOfTheirColumns) {
  constexpr size_t rows = 100'000;
  std::vector<double> numbers(rows);
  std::vector<int64_t> integers(rows);
  std::vector<uint8_t> booleans(rows);
  for (size_t r = 0; r < rows; ++r) {
    numbers[r] = static_cast<double>(r) / 3;
    integers[r] = (int64_t{1} << 40) + static_cast<int64_t>(r);
    booleans[r] = r % 3 == 0;
  }
  std::vector<double> late = numbers, early = numbers;
  late[rows - 1] = late[rows - 2] = early[5] = NAN;
  std::vector<bool> valid(rows, true);
  valid[rows / 2] = false;
  Table table;
  table.set("number", Column::numbers(numbers));
  table.set("integer", Column::integers(integers));
  table.set("boolean", Column::booleans(booleans));
  table.set("late", Column::numbers(late));
  table.set("early", Column::numbers(early));
  table.set("gappy", Column::integers(integers, valid));

  const TensorRows matrix = matrix_rows("x", table, {"integer", "number", "boolean"});
  ASSERT_EQ(matrix.rows, static_cast<int64_t>(rows));
  for (size_t r = 0; r < rows; ++r) {
    const auto* row = reinterpret_cast<const float*>(matrix.row(static_cast<int64_t>(r)));
    ASSERT_EQ(row[0], static_cast<float>(static_cast<double>(integers[r]))) << r;
    ASSERT_EQ(row[1], static_cast<float>(numbers[r])) << r;
    ASSERT_EQ(row[2], static_cast<float>(booleans[r])) << r;
  }

  const auto gap_of = [&](const std::vector<std::string>& columns) -> std::string {
    try {
      matrix_rows("x", table, columns);
    } catch (const Error& error) {
      return std::string(error.what()).substr(0, std::string(error.what()).find(','));
    }
    return "";
  };
  EXPECT_EQ(gap_of({"number", "late", "early"}), "column \"late\" has a gap in row 99999");  // columns in their order
  EXPECT_EQ(gap_of({"early", "late"}), "column \"early\" has a gap in row 6");
  EXPECT_EQ(gap_of({"number", "gappy"}), "column \"gappy\" has a gap in row 50001");
}

TEST(Tensors, ImagesMustAgreeInShape) {
  const Column same = Column::images({1, 2, 3, 4}, {0, 2, 4}, {{1, 2, 1}, {1, 2, 1}});
  const TensorRows rows = image_rows("scan", same);
  EXPECT_EQ(rows.row_shape, (Shape{1, 2, 1}));
  EXPECT_EQ(static_cast<const uint8_t*>(rows.data.get())[3], 4);
  EXPECT_THROW(image_rows("scan", Column::images({1, 2, 3}, {0, 2, 3}, {{1, 2, 1}, {1, 1, 1}})), Error);
  EXPECT_THROW(image_rows("scan", Column::images({1}, {0, 1}, {{0, 0, 0}})), Error);
}

}  // namespace
}  // namespace plumb

// Rows from blocks: every row once an epoch, in an order that is a function of (seed, epoch), and the same after a
// resume.
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <set>

#include "plumb/core/error.h"
#include "plumb/data/batches.h"

namespace plumb {
namespace {

constexpr std::array<int64_t, 6> sizes{5, 0, 9, 1, 7, 3};
constexpr int64_t all_rows = 25;

TensorRows numbered(int64_t begin, int64_t end) {
  auto values = std::make_shared<std::vector<int32_t>>(static_cast<size_t>(end - begin));
  std::iota(values->begin(), values->end(), static_cast<int32_t>(begin));
  return {"row", Type::s32, {}, std::shared_ptr<const void>(values, values->data()), end - begin};
}

std::shared_ptr<RowBlocks> blocks(int64_t shuffled) {
  auto made = std::make_shared<RowBlocks>(RowBlocks{.rows = {sizes.begin(), sizes.end()}, .shuffled = shuffled});
  made->read = [](int64_t block) {
    const int64_t begin = std::accumulate(sizes.begin(), sizes.begin() + block, int64_t{0});
    return std::vector{numbered(begin, begin + sizes[static_cast<size_t>(block)])};
  };
  return made;
}

Batches batches(int64_t shuffled, bool shuffle = true, uint64_t seed = 7) {
  TensorRows spec{"row", Type::s32, {}, nullptr, all_rows};
  return {{spec}, {.batch_size = 4, .shuffle = shuffle, .seed = seed}, blocks(shuffled)};
}

std::vector<int32_t> rest_of_epoch(Batches& batches) {
  std::vector<int32_t> seen;
  while (batches.next())
    for (int64_t i = 0; i < batches.size(); ++i) {
      seen.push_back(static_cast<const int32_t*>(batches.data(0))[i]);
      EXPECT_EQ(batches.chosen()[static_cast<size_t>(i)], seen.back());
    }
  return seen;
}

std::vector<int32_t> epoch_of(Batches& batches, int64_t epoch) {
  batches.start(epoch);
  return rest_of_epoch(batches);
}

TEST(RowWindows, HoldEveryRowOnce) {
  for (const int64_t shuffled : {1, 8, 1000}) {
    Batches some = batches(shuffled);
    for (const int64_t epoch : {0, 1, 5}) {
      const auto seen = epoch_of(some, epoch);
      EXPECT_EQ(seen.size(), static_cast<size_t>(all_rows));
      EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), static_cast<size_t>(all_rows));
    }
  }
}

TEST(RowWindows, OrderIsOfSeedAndEpoch) {
  Batches one = batches(10), same = batches(10), other = batches(10, true, 8);
  const auto first = epoch_of(one, 0), second = epoch_of(one, 1);
  EXPECT_NE(first, second);
  EXPECT_EQ(epoch_of(same, 1), second);  // whatever came before
  EXPECT_EQ(epoch_of(same, 0), first);
  EXPECT_NE(epoch_of(other, 0), first);
  Batches in_order = batches(10, false);
  const auto plain = epoch_of(in_order, 3);
  EXPECT_TRUE(std::is_sorted(plain.begin(), plain.end()));
}

TEST(RowWindows, GoOnAnywhere) {
  Batches whole = batches(8);
  const auto seen = epoch_of(whole, 2);
  for (int64_t batch = 0; batch < whole.per_epoch(); ++batch) {
    Batches resumed = batches(8);
    resumed.resume({2, batch});
    const std::vector<int32_t> expected(seen.begin() + batch * 4, seen.end());
    EXPECT_EQ(rest_of_epoch(resumed), expected) << batch;
  }
}

TEST(RowWindows, OneThatHoldsAllMixesBlocks) {
  Batches all = batches(1000);
  const auto seen = epoch_of(all, 0);
  int neighbours = 0;
  for (size_t i = 1; i < seen.size(); ++i) neighbours += seen[i] == seen[i - 1] + 1;
  EXPECT_LT(neighbours, 8);
}

/// Which blocks were asked for; only so many are given.
class Asked {
 public:
  void wait_for(int64_t block) {
    std::unique_lock lock(mutex_);
    blocks_.push_back(block);
    const size_t number = blocks_.size();
    changed_.notify_all();
    EXPECT_TRUE(changed_.wait_for(lock, long_time, [&] { return given_ >= number; })) << "somebody waits for " << block;
  }
  void give(size_t blocks) {
    const std::lock_guard lock(mutex_);
    given_ = blocks;
    changed_.notify_all();
  }
  /// All of them, once there are so many.
  std::vector<int64_t> once(size_t wanted) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, long_time, [&] { return blocks_.size() >= wanted; });
    return blocks_;
  }

 private:
  static constexpr std::chrono::seconds long_time{20};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<int64_t> blocks_;
  size_t given_ = 1;
};

TEST(RowWindows, TheNextIsReadWhileOneIsInUse) {
  Asked asked;
  auto watched = blocks(1);  // windows of one block that has rows
  watched->read = [&asked, read = watched->read](int64_t block) {
    asked.wait_for(block);
    return read(block);
  };
  TensorRows spec{"row", Type::s32, {}, nullptr, all_rows};
  Batches batches({spec}, {.batch_size = 1}, watched);
  std::vector<int64_t> expected{0};
  for (const int64_t next : {2, 3, 4, 5, 0}) {  // a pass begins again at the end
    const int64_t block = expected.back();
    expected.push_back(next);
    for (int64_t row = 0; row < sizes[static_cast<size_t>(block)]; ++row) {
      ASSERT_TRUE(batches.next());
      EXPECT_EQ(asked.once(expected.size()), expected) << "at row " << row << " of block " << block;
    }
    asked.give(expected.size());
  }
  EXPECT_FALSE(batches.next());
}

TEST(RowWindows, AFileThatChangedIsAnError) {
  auto changed = blocks(8);
  changed->read = [](int64_t) { return std::vector{numbered(0, 2)}; };
  TensorRows spec{"row", Type::s32, {}, nullptr, all_rows};
  Batches batches({spec}, {.batch_size = 4}, changed);
  EXPECT_THROW(batches.next(), Error);
}

}  // namespace
}  // namespace plumb

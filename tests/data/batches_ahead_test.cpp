// Batches that are changed before they are handed out, on a thread of their own or not: the same ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <thread>

#include "plumb/core/error.h"
#include "plumb/data/batches.h"

namespace plumb {
namespace {

constexpr int64_t all_rows = 25;

TensorRows numbered(int64_t begin, int64_t end) {
  auto values = std::make_shared<std::vector<int32_t>>(static_cast<size_t>(end - begin));
  std::iota(values->begin(), values->end(), static_cast<int32_t>(begin));
  return {"row", Type::s32, {}, std::shared_ptr<const void>(values, values->data()), end - begin};
}

/// Batches of 4 rows, from memory or from blocks of 5 of which 2 are shuffled together.
Batches batches_from(bool blocks) {
  const Batches::Options options{.batch_size = 4, .shuffle = true, .seed = 7};
  if (!blocks) return {{numbered(0, all_rows)}, options};
  auto made = std::make_shared<RowBlocks>(RowBlocks{.rows = std::vector<int64_t>(5, 5), .shuffled = 10});
  made->read = [](int64_t block) { return std::vector{numbered(5 * block, 5 * block + 5)}; };
  return {{{"row", Type::s32, {}, nullptr, all_rows}}, options, made};
}

/// Adds 100 a row and 1000 an epoch; takes so long that a thread pays. `threads` of the calls, in turn.
Batches::Change adding(std::vector<std::thread::id>* threads = nullptr) {
  return [threads](const Batches::Gathered& batch) {
    auto* numbers = static_cast<int32_t*>(batch.data[0]);
    for (size_t i = 0; i < batch.chosen.size(); ++i) {
      EXPECT_EQ(numbers[i], batch.chosen[i]);
      numbers[i] += static_cast<int32_t>(100 * batch.chosen[i] + 1000 * batch.epoch);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (threads) threads->push_back(std::this_thread::get_id());
  };
}

std::vector<int32_t> rest_of_epoch(Batches& batches, bool ahead) {
  std::vector<int32_t> seen;
  while (batches.next()) {
    if (ahead) batches.make_ahead();
    const auto* numbers = static_cast<const int32_t*>(batches.data(0));
    std::this_thread::sleep_for(std::chrono::milliseconds(2));  // what is made meanwhile lies elsewhere
    for (int64_t i = 0; i < batches.size(); ++i) {
      seen.push_back(numbers[i]);
      const auto row = static_cast<int32_t>(batches.chosen()[static_cast<size_t>(i)]);
      EXPECT_EQ(seen.back(), 101 * row + 1000 * batches.position().epoch);
    }
  }
  return seen;
}

class BatchesAhead : public ::testing::TestWithParam<bool> {};  // from blocks

TEST_P(BatchesAhead, AreTheSameOnes) {
  Batches plain = batches_from(GetParam()), ahead = batches_from(GetParam());
  std::vector<std::thread::id> threads;
  plain.change_each(adding());
  ahead.change_each(adding(&threads));
  for (const int64_t epoch : {0, 1, 5}) {
    plain.start(epoch);
    ahead.start(epoch);
    EXPECT_EQ(rest_of_epoch(ahead, true), rest_of_epoch(plain, false));
  }
  const auto here = std::this_thread::get_id();
  ASSERT_EQ(threads.size(), 3U * 7);
  for (size_t i = 0; i < threads.size(); ++i) EXPECT_EQ(threads[i] == here, i % 7 == 0) << i;
}

TEST_P(BatchesAhead, GoOnWhereTheyAreToldTo) {
  Batches plain = batches_from(GetParam()), ahead = batches_from(GetParam());
  plain.change_each(adding());
  ahead.change_each(adding());
  for (const Batches::Position from : {Batches::Position{0, 3}, {0, 1}, {2, 0}, {2, 6}}) {
    ahead.next();
    ahead.make_ahead();  // of another place, and dropped
    EXPECT_EQ(ahead.position().batch, 1);
    for (Batches* each : {&plain, &ahead}) each->resume(from);
    EXPECT_EQ(rest_of_epoch(ahead, true), rest_of_epoch(plain, false));
    ahead.start(9);
  }
}

TEST_P(BatchesAhead, AMistakeComesWithItsBatch) {
  Batches batches = batches_from(GetParam());
  int64_t calls = 0;
  batches.change_each([&, change = adding()](const Batches::Gathered& batch) {
    change(batch);
    if (++calls == 3) throw Error("the third batch cannot be changed");
  });
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(batches.next());
    batches.make_ahead();
  }
  EXPECT_THROW(batches.next(), Error);
  EXPECT_EQ(batches.position().batch, 2) << "it was not handed out";
}

INSTANTIATE_TEST_SUITE_P(From, BatchesAhead, ::testing::Values(false, true),
                         [](const auto& info) { return info.param ? "Blocks" : "Memory"; });

TEST(BatchesAhead, NoThreadForALittleChange) {
  Batches batches = batches_from(false);
  std::vector<std::thread::id> threads;
  batches.change_each([&](const Batches::Gathered&) { threads.push_back(std::this_thread::get_id()); });
  while (batches.next()) batches.make_ahead();
  // A busy machine can make one call seem long, but hardly several of seven.
  EXPECT_GE(std::ranges::count(threads, std::this_thread::get_id()), 4);
}

}  // namespace
}  // namespace plumb

#include "plumb/core/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace plumb {
namespace {

using Counter = std::array<uint32_t, 4>;

// The known-answer vectors of Random123 (Salmon et al., 2011), philox4x32 with 10 rounds.
TEST(Random, PhiloxGivesTheKnownAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}), (Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

std::vector<uint32_t> draws(uint64_t seed, std::string_view purpose, uint64_t index) {
  Random random(seed, purpose, index);
  std::vector<uint32_t> bits(100);
  for (uint32_t& b : bits) b = random.bits();
  return bits;
}

TEST(Random, SeedPurposeAndIndexNameAStream) {
  EXPECT_EQ(draws(7, "shuffle", 3), draws(7, "shuffle", 3));
  std::set<std::vector<uint32_t>> streams;
  for (const uint64_t seed : {uint64_t{7}, uint64_t{8}, uint64_t{7} << 32})
    for (const char* purpose : {"shuffle", "split"})
      for (const uint64_t index : {uint64_t{0}, uint64_t{1}, uint64_t{1} << 32})
        streams.insert(draws(seed, purpose, index));
  EXPECT_EQ(streams.size(), 18u);
}

TEST(Random, UniformAndNormalHaveTheirMoments) {
  Random random(1, "test");
  double sum = 0, squares = 0, normal_sum = 0, normal_squares = 0;
  constexpr int n = 100'000;
  for (int i = 0; i < n; ++i) {
    const double u = random.uniform(), z = random.normal();
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
    squares += u * u;
    normal_sum += z;
    normal_squares += z * z;
  }
  EXPECT_NEAR(sum / n, 0.5, 0.005);
  EXPECT_NEAR(squares / n, 1.0 / 3, 0.005);
  EXPECT_NEAR(normal_sum / n, 0, 0.015);
  EXPECT_NEAR(normal_squares / n, 1, 0.02);
}

TEST(Random, BelowIsFairAndPermutationsArePermutations) {
  Random random(2, "test");
  std::array<int, 6> counts{};
  for (int i = 0; i < 60'000; ++i) ++counts[random.below(6)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 400);
  auto order = random.permutation(1000);
  EXPECT_FALSE(std::is_sorted(order.begin(), order.end()));
  std::sort(order.begin(), order.end());
  for (int64_t i = 0; i < 1000; ++i) ASSERT_EQ(order[static_cast<size_t>(i)], i);
  EXPECT_TRUE(random.permutation(0).empty());
}

}  // namespace
}  // namespace plumb

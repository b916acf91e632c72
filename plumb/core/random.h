#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace plumb {

/// Philox 4x32-10 (Salmon et al., 2011): four 32-bit numbers from a counter and a key, without state. Every random draw
/// of a run is such a function of (seed, what for, where), so that threads, shards and resume change none.
std::array<uint32_t, 4> philox(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key);

/// A sequence of draws named by a seed and a purpose; two streams with different names are independent.
///
///     Random random(seed, "shuffle", epoch);
///     random.uniform();                       // in [0, 1)
class Random {
 public:
  Random(uint64_t seed, std::string_view purpose, uint64_t index = 0);
  uint32_t bits();
  double uniform();  // [0, 1), 53 bits
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  double normal();                              // mean 0, variance 1 (Box and Muller, 1958)
  uint64_t below(uint64_t bound);               // [0, bound), without bias
  std::vector<int64_t> permutation(int64_t n);  // Fisher-Yates

 private:
  std::array<uint32_t, 2> key_;
  std::array<uint32_t, 4> counter_;
  std::array<uint32_t, 4> block_{};
  int used_ = 4;
};

}  // namespace plumb

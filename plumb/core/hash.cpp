#include "plumb/core/hash.h"

#include <fmt/core.h>

#include <cstring>

namespace plumb {
namespace {

uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

}  // namespace

uint64_t hash_bytes(const void* bytes, size_t size, uint64_t seed) {
  constexpr uint64_t golden = 0x9e3779b97f4a7c15U;
  const auto* at = static_cast<const unsigned char*>(bytes);
  // Four sums at once: one multiplication waits for none of the others.
  uint64_t sums[4] = {seed, seed + golden, seed + 2 * golden, seed + 3 * golden};
  size_t left = size;
  for (; left >= 32; left -= 32, at += 32)
    for (int lane = 0; lane < 4; ++lane) {
      uint64_t word = 0;
      std::memcpy(&word, at + 8 * lane, 8);
      sums[lane] = (sums[lane] ^ word) * 0xff51afd7ed558ccdU;
      sums[lane] ^= sums[lane] >> 32;
    }
  uint64_t hash = mix(seed ^ size * golden);
  for (const uint64_t sum : sums) hash = mix(hash ^ sum) + golden;
  for (; left > 0; --left, ++at) hash = mix(hash ^ *at) + golden;
  return hash;
}

std::string hash_text(uint64_t hash) { return fmt::format("{:016x}", hash); }

}  // namespace plumb

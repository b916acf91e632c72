#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace plumb {

/// A 64-bit number of so many bytes, for "is this the same as then": eight bytes at a time, multiplied and mixed (after
/// Steele, Lea and Flood's SplitMix, 2014). Not for secrets. `seed` chains: hash_bytes(b, n, hash_bytes(a, m)).
uint64_t hash_bytes(const void* bytes, size_t size, uint64_t seed = 0);

/// "09f1c2…": 16 digits.
std::string hash_text(uint64_t hash);

}  // namespace plumb

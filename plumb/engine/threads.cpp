#include "plumb/engine/threads.h"

#include <algorithm>

#include "plumb/core/cores.h"

namespace plumb {

int threads_offered() {
  const cpu_set_t cores = available_cores();
  return std::max(1, CPU_COUNT(&cores));
}

}  // namespace plumb

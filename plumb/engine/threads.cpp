#include "plumb/engine/threads.h"

#include "plumb/core/cores.h"

namespace plumb {

int threads_offered() { return count_available_cores(); }

}  // namespace plumb

#include "plumb/engine/threads.h"

#include "plumb/engine/internal/team.h"

namespace plumb {

int threads_offered() { return engine::available_threads(); }

}  // namespace plumb

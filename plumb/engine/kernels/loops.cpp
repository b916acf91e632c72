#include "plumb/engine/kernels/loops.h"

#include <vector>

namespace plumb::engine {

static std::vector<LoopFinder>& finders() {
  static std::vector<LoopFinder> all;
  return all;
}

bool add_loops(LoopFinder finder) {
  finders().push_back(finder);
  return true;
}

Loop find_loop(std::string_view op, Type type, Form form) {
  for (const LoopFinder finder : finders())
    if (const Loop loop = finder(op, type, form)) return loop;
  return nullptr;
}

}  // namespace plumb::engine

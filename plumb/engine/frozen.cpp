#include "plumb/engine/frozen.h"

namespace plumb {

void freeze(Executor& executor) {
  if (auto* plan = dynamic_cast<Freezable*>(&executor)) plan->freeze();
}

}  // namespace plumb

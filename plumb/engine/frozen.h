#pragma once

#include "plumb/engine/executor.h"

namespace plumb {

/// Says that the states which a plan reads (weights, statistics of layers) will not change any more, as where a trained
/// network answers. What depends on them alone (filters in another layout, factors of a batch normalisation) is then
/// computed by the next run and kept. A plan that updates its states, and one of another device, takes no notice.
///
///     auto plan = make_executor("cpu", graph, {output}, 1, states, {});
///     freeze(*plan);
void freeze(Executor& executor);

/// What a device's executor also is where it can do that.
class Freezable {
 public:
  virtual ~Freezable() = default;
  virtual void freeze() = 0;
};

}  // namespace plumb

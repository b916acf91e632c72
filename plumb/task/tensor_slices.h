#pragma once

#include "plumb/task/fit.h"

namespace plumb {

/// The same as `tensors_of`, of some rows after the others: prepared rows are wider than raw ones, and only some of
/// them are in memory at a time.
TrainRows tensors_by_slices(const Trained& trained, const Dataset& rows);

}  // namespace plumb

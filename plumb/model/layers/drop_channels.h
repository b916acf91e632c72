#pragma once

#include "plumb/model/scope.h"

namespace plumb {

/// What spatial dropout does to [rows, ..., channels]: while training, a share `rate` of each row's channels is zero in
/// all of its places, and the others are raised, so that sums stay.
Value drop_channels(Scope& scope, Value x, double rate);

}  // namespace plumb

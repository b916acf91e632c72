#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// What the layers share that take inputs of one shape: `op(op(first, second), third)` and so on; an Error where shapes
/// differ.
Value merged(const Values& inputs, Value (*op)(Value, Value));

}  // namespace plumb

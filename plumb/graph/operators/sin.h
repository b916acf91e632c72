#pragma once

#include "plumb/graph/operators.h"

namespace plumb {

Value sin(Value x);  // pointwise
Value cos(Value x);  // sin(x + pi / 2)

}  // namespace plumb

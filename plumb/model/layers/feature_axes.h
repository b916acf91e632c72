#pragma once

#include <functional>
#include <vector>

#include "plumb/graph/graph.h"

/// What the normalizations share that take an `axis`, in Keras's count: 0 are the rows, -1 is the last axis.
namespace plumb {

/// Those axes of x [rows, …] counted from the front, ascending. An Error where one is not there or named twice, and for
/// the rows, which no layer may put into one another: what a row is answered depends on it alone.
std::vector<int> feature_axes(Value x, const std::vector<int64_t>& axis);

/// `build` of x with these axes behind the others, as one axis if they are several; the result, of the same shape, put
/// back as x was. Where they are the last already, nothing is moved.
Value with_axes_last(Value x, const std::vector<int>& axes, const std::function<Value(Value)>& build);

}  // namespace plumb

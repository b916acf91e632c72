#pragma once

#include "plumb/graph/graph.h"

namespace plumb {

/// Copies of a tensor along a new axis of size `times`: [rows, n] becomes [rows, 3, n] with axis 1 and times 3. Where
/// the axis is there already, merge the two: `merge_dims(repeat(x, 2, 2), 1, 2)` doubles each step of a sequence.
/// The gradient is the sum over the axis.
///
/// `expand` does the same towards a value whose shape is there; this needs none, so it serves layers that make more of
/// what they get. The new axis may not be the rows.
struct Repeat {
  int axis = 1;
  int64_t times = 1;
  void fields(auto f) const { f("axis", axis), f("times", times); }
};
Value repeat(Value x, int axis, int64_t times);

/// A value with the rows of `x` and these other dimensions, for operators that ask for a value to have its shape alone
/// (`slice_grad`, `conv2d_grad_input`). It is never computed for them.
Value shaped_like(Value x, const Shape& of_each);

}  // namespace plumb

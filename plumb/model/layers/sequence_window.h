#pragma once

#include "plumb/model/layers/padding.h"
#include "plumb/model/scope.h"

/// What layers share that slide a window over the steps of a sequence [rows, time, n]: it is an image of height 1 to
/// the operators, and its padding must not be seen.
namespace plumb {

inline Value as_image(Value sequence) { return merge_dims(sequence, 1, 0); }
inline Value as_sequence(Value image) { return split_dim(image, 1, {}); }

/// The window of `size` steps on the sequence x; an Error says what to write where it does not fit.
Window window_on_steps(Value x, int64_t size, int64_t stride, Padding padding);

/// The sequence [rows, time, …] with `fill` in every step that is padding.
Value with_padding(const Scope& scope, Value sequence, double fill);

/// One answer for a whole sequence, [rows, n], as a sequence of one step, which counts in every row.
Value as_one_step(Scope& scope, Value answer);

/// Says how many steps of `to` count, which a window made of those of `from`: where it moves `stride` steps at a time
/// and begins at all but the last `lost` ones.
void slide_lengths(Scope& scope, Value from, Value to, int64_t lost, int64_t stride);

/// The same where each step of `from` became `times` steps, and so many more came.
void stretch_lengths(Scope& scope, Value from, Value to, int64_t times, int64_t more);

}  // namespace plumb

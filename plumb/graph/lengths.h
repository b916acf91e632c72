#pragma once

#include "plumb/graph/graph.h"

namespace plumb {

/// 1 for each step of a sequence that counts, 0 for padding: f32 [rows, time], from the lengths s32 [rows] of
/// `sequence` [rows, time, …].
///
///     if (const Value lengths = scope.lengths_of(x)) x = x * expand(steps_that_count(lengths, x), x, {.axes = {2}});
Value steps_that_count(Value lengths, Value sequence);

}  // namespace plumb

#pragma once

#include "plumb/graph/operators.h"

/// The answer of an ensemble whose members lie beside each other: the mean of what its members say,
/// [rows, members, …] -> [rows, …].
///
/// It is the mean over axis 1, and more than that: training looks through it at the members, so that each has a loss of
/// its own (train/member_loss.h).
namespace plumb {

Value mean_of_members(Value answers);

}  // namespace plumb

#pragma once

#include <string_view>

#include "plumb/train/loss.h"

namespace plumb {

/// Labels as 0 and 1 in the shape of the prediction: codes of two classes for one unit, or one number a unit.
Value labels_of(const LossInputs& inputs, std::string_view loss);

/// y z for labels y of -1 and 1 and the network's decision z: what goes into its sigmoid, or its output where it ends
/// without one. Above 0 the row is right.
Value margin_of(const LossInputs& inputs, std::string_view loss);

}  // namespace plumb

#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// What is trained: the loss of the prediction; where the prediction is the mean of the members of an ensemble
/// (`mean_of_members`), the mean of the losses that the members have each by itself. A loss of the mean would let them
/// lean on each other, and they would end as one.
///
/// What is watched (valid_loss) is the loss of the mean: that is what users get.
Value trained_loss(const Loss& loss, const LossInputs& inputs);

}  // namespace plumb

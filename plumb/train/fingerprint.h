#pragma once

#include <string>

#include "plumb/data/batches.h"
#include "plumb/train/trainer.h"

namespace plumb {

/// What a checkpoint belongs to, as 16 digits: the network, the options but those that may change on the way (number of
/// epochs, checkpoints), the seed, the rows themselves (or the `stream` that
/// they come from), those of valid, and `settings.held_out`.
std::string fingerprint_of(const Network& network, const TrainOptions& options, const TrainSettings& settings,
                           const Batches& batches, const RowStream* stream, const TrainRows* valid);

}  // namespace plumb

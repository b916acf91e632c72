#pragma once

#include "plumb/engine/profile.h"
#include "plumb/train/trainer.h"

namespace plumb {

/// The times of a training step's calls: network, loss, gradients, optimizer, as `train` would run them.
struct StepProfile {
  StepTimes times = {};
  double feed_seconds = 0;  // beside a step: gathering and augmenting its batch; of the fastest update
  int64_t rows = 0;         // of a batch
};

/// Does `steps` updates of whole batches. With `accumulate`, the times are those of the batch that ends an update. The
/// weights are thrown away. An Error where the device keeps no times.
StepProfile profile_step(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
                         const TrainOptions& options, const TrainSettings& settings, int64_t steps);

}  // namespace plumb

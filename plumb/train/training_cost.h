#pragma once

#include "plumb/train/trainer.h"

namespace plumb {

/// What a training takes, from its own plans and a few timed steps. Nothing is kept and nothing written.
struct TrainingCost {
  int64_t parameters = 0;
  double weight_bytes = 0;   // what inference needs
  double state_bytes = 0;    // weights, and what the optimizer keeps: what a checkpoint holds
  double copy_bytes = 0;     // of states in memory: to go back to, of the best epoch, and the best weights of callbacks
  double plan_bytes = 0;     // arenas of the plans for training and scoring, and the buffers of a batch
  double setup_seconds = 0;  // until the first update is done
  double update_seconds = 0;
  double score_seconds = 0;  // a row
};

/// `rows` and `valid` may be a sample; a batch is as large as the options say, where there are so many rows.
TrainingCost cost_of_training(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
                              const TrainRows* valid, const TrainOptions& options, const TrainSettings& settings);

}  // namespace plumb

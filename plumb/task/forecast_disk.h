#pragma once

#include <optional>

#include "plumb/task/fit.h"
#include "plumb/task/task.h"
#include "plumb/train/training_cost.h"

namespace plumb {

/// A training of a run, as far as its files depend on it.
struct ForecastTraining {
  double updates = 0, seconds = 0;
  double scored_rows = 0;  // of the test part, or of all folds
};

/// Bytes of the run folder at its largest: weights and fitted steps of the model, of its exports and of the simple
/// models beside it, predictions and pictures; with folds, what is kept of each until the run is done; while training,
/// checkpoints. `linear_weights`: bytes of the weights of the linear model beside it; nothing: there is none.
double run_folder_bytes(const Task& task, const ReadyFit& fit, const TrainingCost& cost,
                        std::optional<double> linear_weights, const ForecastTraining& training);

}  // namespace plumb

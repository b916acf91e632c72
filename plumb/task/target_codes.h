#pragma once

#include "plumb/deploy/trained.h"
#include "plumb/task/dataset.h"
#include "plumb/train/trainer.h"

namespace plumb {

/// What the train rows say of a target: the classes in the order of their codes (`label_before`), or mean and
/// deviation. An Error where a target cell is missing.
///
/// `quantiles` are those that the loss wants answered for a number.
TrainedTarget learn_target(const Target& target, const Column& train, const std::vector<double>& quantiles = {});

/// The target's cells as the network is trained on them: codes [rows], 1 or 0 for each label of a set [rows, labels],
/// or standardised numbers [rows, 1]. A label that the train rows do not have is an Error. The empty cell is the empty
/// set.
TensorRows encode_target(const TrainedTarget& target, const Column& column);

/// The cells as metrics want them: true classes or numbers, empty predictions.
Predictions truth_of(const TrainedTarget& target, const Column& column);

/// The target as the trainer sees it.
TrainTarget train_target(const TrainedTarget& target);

}  // namespace plumb

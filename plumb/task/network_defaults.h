#pragma once

#include "plumb/model/architecture.h"
#include "plumb/task/dataset.h"
#include "plumb/train/train_options.h"

namespace plumb {

/// Names of the options of `train` that the user said: those noted while reading the task file, and those that differ
/// from the defaults (C++ has no other way to say one).
std::vector<std::string> said_options(const TrainOptions& options);

/// The options with what a network wants (`Wants::train`) where the user said nothing.
TrainOptions with_defaults_of(const Wants& wants, const TrainOptions& options);

/// What a network may know of a table before it is prepared. `rows`: train rows, where `train` holds only some of them;
/// 0: all are there.
TableFacts facts_of(const Dataset& train, const Dataset* valid, int64_t rows = 0);

}  // namespace plumb

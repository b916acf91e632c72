#pragma once

#include <vector>

#include "plumb/core/files.h"
#include "plumb/evaluate/metric.h"

namespace plumb {

/// What the model of one fold said of its rows, kept in `folds/` until the run is finished, so that an interrupted
/// cross-validation goes on after the last fold that was done.
void save_fold(const Path& file, const std::vector<Predictions>& of_fold);
std::vector<Predictions> load_fold(const Path& file);

}  // namespace plumb

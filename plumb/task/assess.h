#pragma once

#include "plumb/task/baselines.h"
#include "plumb/task/task.h"

namespace plumb {

/// Everything that is measured of a task's targets: the listed metrics or the usual ones, and those that `require`
/// names.
std::vector<Metric> measured_metrics(const Task& task, const std::vector<TrainedTarget>& targets);

/// Refuses, before anything is trained, what the targets and rows cannot give: a required metric that fits none of the
/// targets, a slice of a column that is not there.
void require_assessable(const Task& task, const std::vector<TrainedTarget>& targets, const Dataset& rows);

/// What stands beside the scores of each target: intervals, baselines, slices of `rows`, which are those of the
/// predictions.
std::vector<ReportOptions> report_options(const EvaluateSection& section, uint64_t seed, const Dataset& rows,
                                          std::vector<std::vector<Baseline>> baselines);

}  // namespace plumb

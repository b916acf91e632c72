#pragma once

#include <array>

#include "plumb/train/step_graph.h"
#include "plumb/train/trainer.h"

namespace plumb {

/// A way to run the steps of a training.
struct StepWay {
  Precision precision = Precision::fp32;
  bool any_threads = false;
};

/// Seconds of a step in each of two ways: the fastest of some, for other programs only ever make steps slower. Both
/// take turns over the train rows for about a second, with weights of their own and a rate of 0, and need the memory of
/// a second training.
///
///     const auto [fp32, bf16] = time_steps(network, losses, rows, options, settings, {{{}, {Precision::bf16}}});
std::array<double, 2> time_steps(const Network& network, const std::vector<TargetLoss>& losses, const TrainRows& rows,
                                 const TrainOptions& options, TrainSettings settings, std::array<StepWay, 2> ways);

/// Whether a training is long enough for its steps to be timed first: a step has some work, and all of them take more
/// than a second or so.
bool worth_timing(const Network& network, const std::vector<TargetLoss>& losses, const TrainRows& rows,
                  const TrainOptions& options, uint64_t seed);

/// Rows of a step.
int64_t batch_of(const TrainRows& rows, const TrainOptions& options);

}  // namespace plumb

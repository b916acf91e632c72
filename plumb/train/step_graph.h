#pragma once

#include <memory>
#include <string>
#include <vector>

#include "plumb/train/step_updates.h"
#include "plumb/train/trainer.h"

namespace plumb {

/// A target with the loss that was chosen for it and what it counts.
struct TargetLoss {
  TargetSpec target;
  Loss loss;
  double weight = 1;
  bool weighted = false;  // its rows have weights
};
std::vector<TargetLoss> losses_for(const Network& network, const std::vector<TrainTarget>& targets,
                                   const TrainOptions& options, bool row_weights);

/// Which part of a training step a graph is. With `accumulate` batches an update, all but the last only sum gradients.
enum class StepPart { whole, sum_gradients, update_with_sum };

/// A training step as one graph: network, losses, gradients, clipping, optimizer.
///
/// The loss of a batch is the sum over rows of weight * loss and of the penalties on what layers leave, times
/// `inverse_count` (one over the rows of the update), plus the penalties on weights once an update. With `mixes` the
/// loss of a row is shared out between its target and that of the row that it was mixed with (BatchChange). So the
/// gradients of several batches add up to those of one large batch.
struct StepGraph {
  std::unique_ptr<Graph> graph;
  std::unique_ptr<Scope> scope;
  Values inputs, targets, weights;  // in the order of network.inputs and of the targets; weights may be empty values
  Values other_targets, other_weights;  // of the rows that rows were mixed with, and
  Value own;                            // the share of each row that is its own; empty where no rows are mixed
  Value inverse_count, rate, step;      // scalars that are fed; empty where the graph does not read them
  Value loss;                           // scalar
  Value loss_limit;                     // scalar that is fed where bad updates are held back; else empty
  FedFactors factors;                   // on the rate of layers, where a callback sets them
};
StepGraph step_graph(const Network& network, const std::vector<TargetLoss>& losses, const TrainOptions& options,
                     uint64_t seed, StepPart part, bool mixes = false);

/// Outputs of the network, and the loss of each row for each target.
struct ScoreGraph {
  std::unique_ptr<Graph> graph;
  std::unique_ptr<Scope> scope;
  Values inputs, targets;
  Values outputs, losses;  // one a target
};
ScoreGraph score_graph(const Network& network, const std::vector<TargetLoss>& losses);

}  // namespace plumb

#include "plumb/train/training_cost.h"

#include <algorithm>
#include <chrono>

#include "plumb/train/divergence.h"
#include "plumb/train/scorer.h"
#include "plumb/train/stepper.h"

namespace plumb {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int64_t most_rows_scored = 2048;
constexpr double seconds_timed = 0.3;
constexpr int least_updates = 3;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The first rows; the tensors share their memory.
TrainRows first_rows(TrainRows rows, int64_t most) {
  for (auto* tensors : {&rows.inputs, &rows.targets})
    for (TensorRows& tensor : *tensors) tensor.rows = std::min(tensor.rows, most);
  if (static_cast<int64_t>(rows.weights.size()) > most) rows.weights.resize(static_cast<size_t>(most));
  return rows;
}

double bytes_of(const States& states) {
  double bytes = 0;
  for (const auto& [name, tensor] : states.all) bytes += static_cast<double>(tensor.bytes());
  return bytes;
}

/// The mean of some updates, as they come in an epoch.
double time_updates(Stepper& stepper, Batches& batches, const TrainOptions& options) {
  const int64_t end = batches.per_epoch();
  int64_t batch = end;
  int updates = 0;
  const auto start = Clock::now();
  for (; updates < least_updates || seconds_since(start) < seconds_timed; ++updates) {
    if (batch >= end) {
      batches.start(0);
      batch = 0;
    }
    const int64_t next = std::min(batch + options.accumulate, end);
    stepper.update(batch, next, options.optimizer.learning_rate());
    batch = next;
  }
  return seconds_since(start) / updates;
}

}  // namespace

TrainingCost cost_of_training(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
                              const TrainRows* valid, const TrainOptions& options, const TrainSettings& settings) {
  TrainingCost cost;
  const auto start = Clock::now();
  States states;
  const std::vector<TargetLoss> losses = losses_for(network, targets, options, !rows.weights.empty());
  const Precision precision = options.precision.chosen.value_or(Precision::fp32);
  const TracedNetwork inference = trace(network);
  initialise(*inference.graph, states, settings.seed);
  for (const Parameter& parameter : inference.graph->parameters) cost.parameters += count(parameter.value.shape());
  cost.weight_bytes = bytes_of(states);

  const std::vector<TensorRows> tensors = tensors_for(network, losses, rows, &options.class_weights);
  Batches batches(
      tensors,
      {.batch_size = std::min(options.batch_size, rows.targets.at(0).rows), .shuffle = true, .seed = settings.seed});
  Stepper stepper(network, losses, options, settings, precision, batches, states);
  batches.start(0);
  stepper.update(0, std::min(options.accumulate, batches.per_epoch()), options.optimizer.learning_rate());
  cost.setup_seconds = seconds_since(start);
  cost.update_seconds = time_updates(stepper, batches, options);

  const TrainRows scored = first_rows(valid ? *valid : rows, most_rows_scored);
  Scorer scorer(network, targets, losses, scored, settings, std::max<int64_t>(options.batch_size, 256), precision,
                states);
  scorer.score();
  const auto scoring = Clock::now();
  scorer.score();
  cost.score_seconds = seconds_since(scoring) / static_cast<double>(scored.targets.at(0).rows);

  cost.state_bytes = bytes_of(states);
  const int copies = too_large_to_copy(settings, states) ? 0 : options.on_nan == OnNan::stop ? 2 : 1;
  cost.copy_bytes = copies * cost.state_bytes + static_cast<double>(options.callbacks.size()) * cost.weight_bytes;
  const bool has_rest = batches.rows() % batches.batch_size() != 0;  // rows with a plan of their own
  const auto step_bytes = static_cast<double>((has_rest ? 2 : 1) * stepper.memory_bytes());
  // Valid rows are scored beside the steps, and test rows when these are done; what lies in between stays in the heap.
  const auto score_bytes = static_cast<double>(scorer.memory_bytes());
  cost.plan_bytes = valid ? step_bytes + 2 * score_bytes : std::max(step_bytes, score_bytes);
  const double held = settings.augment ? 2 : 1;  // batches: the next one is augmented beside the step
  for (const TensorRows& tensor : tensors)
    cost.plan_bytes += held * static_cast<double>(tensor.row_bytes()) * static_cast<double>(options.batch_size);
  return cost;
}

}  // namespace plumb

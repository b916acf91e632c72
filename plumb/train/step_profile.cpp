#include "plumb/train/step_profile.h"

#include <algorithm>
#include <chrono>

#include "plumb/train/stepper.h"
#include "plumb/train/train_rows.h"

namespace plumb {

StepProfile profile_step(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
                         const TrainOptions& options, const TrainSettings& settings, int64_t steps) {
  using Clock = std::chrono::steady_clock;
  require(!targets.empty(), "there is no target to learn");
  States states;
  const TracedNetwork inference = trace(network);
  initialise(*inference.graph, states, settings.seed);
  const std::vector<TargetLoss> losses = losses_for(network, targets, options, !rows.weights.empty());
  Batches batches(tensors_for(network, losses, rows, &options.class_weights),
                  {.batch_size = std::min(options.batch_size, rows.targets.at(0).rows),
                   .shuffle = true,
                   .seed = settings.seed,
                   .drop_last = true});
  Stepper stepper(network, losses, options, settings, options.precision.chosen.value_or(Precision::fp32), batches,
                  states);
  stepper.keep_times();
  const double rate = options.optimizer.learning_rate();
  std::vector<double> updates;
  int64_t epoch = 0, batch = 0;
  batches.start(epoch);
  for (int64_t step = 0; step < steps; ++step) {
    if (batch >= batches.per_epoch()) {
      batches.start(++epoch);
      batch = 0;
    }
    const int64_t end = std::min(batch + options.accumulate, batches.per_epoch());
    const auto begin = Clock::now();
    stepper.update(batch, end, rate);
    updates.push_back(std::chrono::duration<double>(Clock::now() - begin).count() / static_cast<double>(end - batch));
    batch = end;
  }
  const auto* profiled = dynamic_cast<const Profiled*>(stepper.last_plan());
  require(profiled, "device {} keeps no times of its calls; profile on the cpu: --set device=cpu", settings.device);
  StepProfile profile{.times = profiled->times(), .rows = batches.size()};
  profile.feed_seconds = std::max(0.0, *std::min_element(updates.begin(), updates.end()) - profile.times.seconds);
  return profile;
}

}  // namespace plumb

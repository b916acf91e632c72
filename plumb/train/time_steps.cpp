#include "plumb/train/time_steps.h"

#include <algorithm>
#include <chrono>

#include "plumb/train/stepper.h"
#include "plumb/train/train_rows.h"

namespace plumb {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double least_work_of_step = 1e7, least_work = 5e10;  // multiply-adds; of all updates: about a second
constexpr int fewest_rounds = 3;
constexpr double seconds_timed = 1;

}  // namespace

int64_t batch_of(const TrainRows& rows, const TrainOptions& options) {
  return std::min(options.batch_size, rows.targets.at(0).rows);
}

bool worth_timing(const Network& network, const std::vector<TargetLoss>& losses, const TrainRows& rows,
                  const TrainOptions& options, uint64_t seed) {
  const StepGraph step = step_graph(network, losses, options, seed, StepPart::whole);
  const Rebuilt whole = rebuild(*step.graph, batch_of(rows, options));
  Values roots{whole(step.loss)};
  for (const Update& update : whole.graph->updates) roots.push_back(update.next);
  const std::vector<bool> computed = needed(*whole.graph, roots);
  double work = 0;
  for (int id = 0; id < whole.graph->size(); ++id)
    if (computed[static_cast<size_t>(id)]) work += static_cast<double>(multiply_adds(whole.graph->node(id)));
  const auto batches = static_cast<double>(rows.targets.at(0).rows) / static_cast<double>(batch_of(rows, options));
  return work >= least_work_of_step && work * batches * static_cast<double>(options.epochs) >= least_work;
}

std::array<double, 2> time_steps(const Network& network, const std::vector<TargetLoss>& losses, const TrainRows& rows,
                                 const TrainOptions& options, TrainSettings settings, std::array<StepWay, 2> ways) {
  settings.augment = {};
  States states;
  const TracedNetwork inference = trace(network);
  initialise(*inference.graph, states, settings.seed);
  Batches batches(tensors_for(network, losses, rows, &options.class_weights),
                  {.batch_size = batch_of(rows, options), .shuffle = true, .seed = settings.seed});
  std::array<TrainSettings, 2> of_way{settings, settings};
  for (size_t i = 0; i < 2; ++i) of_way[i].any_threads = ways[i].any_threads;
  Stepper first(network, losses, options, of_way[0], ways[0].precision, batches, states);
  Stepper second(network, losses, options, of_way[1], ways[1].precision, batches, states);
  const auto time = [&](Stepper& stepper) {
    batches.start(0);
    const auto start = Clock::now();
    stepper.update(0, std::min(options.accumulate, batches.per_epoch()), 0);
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  time(first), time(second);  // plans are made
  std::array<double, 2> best{time(first), time(second)};
  const auto start = Clock::now();
  const auto since = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  for (int round = 1; round < fewest_rounds || since() < seconds_timed; ++round) {
    best[0] = std::min(best[0], time(first));
    best[1] = std::min(best[1], time(second));
  }
  return best;
}

}  // namespace plumb

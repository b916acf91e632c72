#include "plumb/task/settle_precision.h"

#include "plumb/core/progress.h"
#include "plumb/task/read_cache.h"
#include "plumb/train/choose_precision.h"
#include "plumb/train/time_steps.h"

namespace plumb {

/// What the same bits for any number of threads cost on this machine, where a training is long enough to ask.
static void say_cost_of_any_threads(const ReadyFit& fit, const TrainSettings& settings) {
  const Network& network = fit.trained.network;
  const std::vector<TargetLoss> losses = losses_for(network, fit.targets, fit.options, !fit.rows.weights.empty());
  if (settings.device != "cpu" || settings.quiet ||
      !worth_timing(network, losses, fit.rows, fit.options, settings.seed))
    return;
  const Precision precision = fit.options.precision.chosen.value_or(Precision::fp32);
  const auto [own, any] =
      time_steps(network, losses, fit.rows, fit.options, settings, {{{precision}, {precision, true}}});
  say(fmt::format("deterministic: any_threads {}: a step takes {:.2f} ms, and {:.2f} ms with same_threads",
                  any > own ? fmt::format("costs {:.0f} %", 100 * (any / own - 1)) : "costs nothing here", 1e3 * any,
                  1e3 * own));
}

static Precision precision_of(const ReadyFit& fit, const TrainSettings& settings) {
  return choose_precision(fit.trained.network, fit.targets, fit.rows, fit.options, settings,
                          cache_folder().value_or(Path()));
}

void settle_precision(ReadyFit& fit, const TrainSettings& settings) {
  fit.options.precision = precision_of(fit, settings);
  if (settings.any_threads) say_cost_of_any_threads(fit, settings);
}

void settle_precision(Task& task, ReadyFit& fit, const TrainSettings& settings) {
  if (!task.memory_limit && !fit.rows.stream)
    settle_precision(fit, settings);
  else  // measuring takes the memory of a second training
    fit.options.precision = task.train.precision.chosen ? precision_of(fit, settings) : Precision::fp32;
  task.train.precision = fit.options.precision;  // for the folds, which ask anew
}

}  // namespace plumb

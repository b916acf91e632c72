#include "plumb/task/settle_precision.h"

#include "plumb/core/progress.h"
#include "plumb/task/read_cache.h"
#include "plumb/train/choose_precision.h"
#include "plumb/train/time_steps.h"

namespace plumb {

namespace {

/// Why no step is timed with and without `any_threads`; "" where they are.
std::string reason_not_to_time(const ReadyFit& fit, const std::vector<TargetLoss>& losses,
                               const TrainSettings& settings) {
  if (settings.device != "cpu")
    return fmt::format("it is about threads of the CPU, and the device is \"{}\"", settings.device);
  if (!worth_timing(fit.trained.network, losses, fit.rows, fit.options, settings.seed))
    return "the training is too short for measuring to pay";
  return "";
}

/// What the same bits for any number of threads cost on this machine, or why that is not known.
void say_cost_of_any_threads(const ReadyFit& fit, const TrainSettings& settings, std::string unmeasured) {
  if (settings.quiet) return;
  const Network& network = fit.trained.network;
  const std::vector<TargetLoss> losses = losses_for(network, fit.targets, fit.options, !fit.rows.weights.empty());
  if (unmeasured.empty()) unmeasured = reason_not_to_time(fit, losses, settings);
  if (!unmeasured.empty()) return say("deterministic: any_threads, whose cost is not measured: " + unmeasured);
  const Precision precision = fit.options.precision.chosen.value_or(Precision::fp32);
  const auto [own, any] =
      time_steps(network, losses, fit.rows, fit.options, settings, {{{precision}, {precision, true}}});
  say(fmt::format("deterministic: any_threads {}: a step takes {:.2f} ms, and {:.2f} ms with same_threads",
                  any > own ? fmt::format("costs {:.0f} %", 100 * (any / own - 1)) : "costs nothing here", 1e3 * any,
                  1e3 * own));
}

void settle(ReadyFit& fit, const TrainSettings& settings, const std::string& unmeasured) {
  fit.options.precision = choose_precision(fit.trained.network, fit.targets, fit.rows, fit.options, settings,
                                           cache_folder().value_or(Path()), unmeasured);
  if (settings.any_threads) say_cost_of_any_threads(fit, settings, unmeasured);
}

}  // namespace

void settle_precision(ReadyFit& fit, const TrainSettings& settings) { settle(fit, settings, ""); }

void settle_precision(Task& task, ReadyFit& fit, const TrainSettings& settings) {
  const char* because = fit.rows.stream     ? "the rows are streamed"
                        : task.memory_limit ? "there is a `memory_limit`"
                                            : nullptr;
  settle(fit, settings, because ? fmt::format("measuring takes the memory of a second training, and {}", because) : "");
  task.train.precision = fit.options.precision;  // for the folds, which ask anew
}

}  // namespace plumb

#include "plumb/task/profile_task.h"

#include <fmt/core.h>

#include <algorithm>

#include "plumb/engine/devices.h"
#include "plumb/task/fit.h"
#include "plumb/task/runner.h"
#include "plumb/task/settle_precision.h"
#include "plumb/task/streamed.h"

namespace plumb {

std::string TaskProfile::text() const {
  return profile_text(step.times, peaks) +
         fmt::format("A batch: {} rows, fed in {:.3f} ms.\n", step.rows, 1e3 * step.feed_seconds);
}

Entry TaskProfile::entry() const {
  Entry entry = profile_entry(step.times, peaks);
  entry.set("rows", Entry::number(step.rows));
  entry.set("feed_seconds", Entry::number(step.feed_seconds));
  return entry;
}

TaskProfile profile_task(const Task& of, int threads, int64_t steps) {
  Task task = of;
  ReadyFit fit = make_ready(request_of(task), train_rows_to_look_at(task), nullptr);
  const TrainSettings settings{
      .seed = task.seed,
      .device = task.device == Device::automatic ? preferred_device() : std::string(name_of(task.device)),
      .threads = threads,
      .any_threads = task.deterministic == Deterministic::any_threads,
      .augment = augmenter(task.augment, task.seed)};
  settle_precision(task, fit, settings);
  TaskProfile profile{.step = profile_step(fit.trained.network, fit.targets, fit.rows, fit.options, settings, steps)};
  const auto& calls = profile.step.times.calls;
  const bool bf16 = std::any_of(calls.begin(), calls.end(), [](const CallTime& call) { return call.bf16; });
  profile.peaks = measure_peaks(profile.step.times.threads, bf16);
  return profile;
}

}  // namespace plumb

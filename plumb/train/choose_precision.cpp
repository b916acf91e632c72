#include "plumb/train/choose_precision.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "plumb/core/about.h"
#include "plumb/core/hash.h"
#include "plumb/core/progress.h"
#include "plumb/engine/bf16_support.h"
#include "plumb/engine/threads.h"
#include "plumb/train/stepper.h"
#include "plumb/train/train_rows.h"

namespace plumb {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double clearly_faster = 1.15;
constexpr double least_work_of_step = 1e7, least_work = 5e10;  // multiply-adds; of all updates: about a second
constexpr int fewest_rounds = 3;
constexpr double seconds_timed = 1;

/// Seconds of a step, the fastest of some.
struct Times {
  double fp32 = 0, bf16 = 0;
  static void describe(auto& self, auto& field) {
    field("fp32", self.fp32, "Seconds of a step in fp32.");
    field("bf16", self.bf16, "Seconds of a step in bf16.");
  }
};

int64_t batch_of(const TrainRows& rows, const TrainOptions& options) {
  return std::min(options.batch_size, rows.targets.at(0).rows);
}

bool worth_measuring(const Network& network, const std::vector<TargetLoss>& losses, const TrainRows& rows,
                     const TrainOptions& options, const TrainSettings& settings) {
  if (settings.device != "cpu" || settings.any_threads || !cpu_has_bf16()) return false;
  const StepGraph step = step_graph(network, losses, options, settings.seed, StepPart::whole);
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

/// Steps of both in turns, with a rate of 0: the weights stay what they are. The fastest of each counts: other programs
/// only ever make steps slower.
Times measure(const Network& network, const std::vector<TargetLoss>& losses, const TrainRows& rows,
              const TrainOptions& options, TrainSettings settings) {
  settings.augment = {};
  States states;
  const TracedNetwork inference = trace(network);
  initialise(*inference.graph, states, settings.seed);
  Batches batches(tensors_for(network, losses, rows, &options.class_weights),
                  {.batch_size = batch_of(rows, options), .shuffle = true, .seed = settings.seed});
  Stepper exact(network, losses, options, settings, Precision::fp32, batches, states);
  Stepper coarse(network, losses, options, settings, Precision::bf16, batches, states);
  const auto time = [&](Stepper& stepper) {
    batches.start(0);
    const auto start = Clock::now();
    stepper.update(0, std::min(options.accumulate, batches.per_epoch()), 0);
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  time(exact), time(coarse);  // plans are made
  Times best{.fp32 = time(exact), .bf16 = time(coarse)};
  const auto start = Clock::now();
  const auto since = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  for (int round = 1; round < fewest_rounds || since() < seconds_timed; ++round) {
    best.fp32 = std::min(best.fp32, time(exact));
    best.bf16 = std::min(best.bf16, time(coarse));
  }
  return best;
}

/// Where the times of such a training are kept; nothing if nowhere.
std::optional<Path> file_of(const Network& network, const TrainRows& rows, const TrainOptions& options,
                            const TrainSettings& settings, const Path& kept) {
  if (kept.empty()) return {};
  Entry of_options = write_options(options);
  for (const char* free : {"epochs", "checkpoint", "callbacks", "schedule", "from", "on_nan"}) of_options.erase(free);
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  const std::string all =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", PLUMB_VERSION, host, about().at("instruction set")(),
                  settings.threads > 0 ? settings.threads : threads_offered(), batch_of(rows, options),
                  to_json(network.write(), -1), to_json(of_options, -1));
  return kept / (hash_text(hash_bytes(all.data(), all.size())) + ".precision");
}

std::optional<Times> read_times(const Path& file) {
  std::error_code problem;
  if (!std::filesystem::exists(file, problem)) return {};
  try {
    Problems problems;
    const auto times = read_options<Times>(parse_json(read_file(file), file.string()), problems);
    problems.raise();
    return times->fp32 > 0 && times->bf16 > 0 ? times : std::nullopt;
  } catch (const Error&) {  // damaged: measured again
    return {};
  }
}

/// Says nothing where there is no place: it costs a measurement.
void keep_times(const Path& file, const Times& times) {
  try {
    make_folder(file.parent_path());
    write_file(file, to_json(write_options(times), -1));
  } catch (const Error&) {  // NOLINT: a cache
  }
}

}  // namespace

Precision choose_precision(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
                           const TrainOptions& options, const TrainSettings& settings, const Path& kept) {
  if (options.precision.chosen) {
    if (*options.precision.chosen == Precision::bf16 && settings.device == "cpu") require_bf16_on_cpu();
    return *options.precision.chosen;
  }
  const std::vector<TargetLoss> losses = losses_for(network, targets, options, !rows.weights.empty());
  if (!worth_measuring(network, losses, rows, options, settings)) return Precision::fp32;
  const std::optional<Path> file = file_of(network, rows, options, settings, kept);
  std::optional<Times> times = file ? read_times(*file) : std::nullopt;
  const bool known = times.has_value();
  if (!known) {
    times = measure(network, losses, rows, options, settings);
    if (file) keep_times(*file, *times);
  }
  const bool coarse = times->fp32 >= clearly_faster * times->bf16;
  if (!settings.quiet)
    say(fmt::format("precision: auto {}: a step takes {:.2f} ms in fp32 and {:.2f} ms in bf16{}",
                    coarse ? "takes bf16" : "stays with fp32", 1e3 * times->fp32, 1e3 * times->bf16,
                    known ? ", as measured here before" : ""));
  return coarse ? Precision::bf16 : Precision::fp32;
}

}  // namespace plumb

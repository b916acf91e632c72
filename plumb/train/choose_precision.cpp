#include "plumb/train/choose_precision.h"

#include <unistd.h>

#include <optional>

#include "plumb/core/about.h"
#include "plumb/core/build_id.h"
#include "plumb/core/hash.h"
#include "plumb/core/progress.h"
#include "plumb/engine/bf16_support.h"
#include "plumb/engine/threads.h"
#include "plumb/train/time_steps.h"

namespace plumb {
namespace {

constexpr double clearly_faster = 1.15;

/// Seconds of a step, the fastest of some.
struct Times {
  double fp32 = 0, bf16 = 0;
  static void describe(auto& self, auto& field) {
    field("fp32", self.fp32, "Seconds of a step in fp32.");
    field("bf16", self.bf16, "Seconds of a step in bf16.");
  }
};

/// Where the times of such a training are kept; nothing if nowhere.
std::optional<Path> file_of(const Network& network, const TrainRows& rows, const TrainOptions& options,
                            const TrainSettings& settings, const Path& kept) {
  if (kept.empty()) return {};
  Entry of_options = write_options(options);
  for (const char* free : {"epochs", "checkpoint", "callbacks", "schedule", "from", "on_nan"}) of_options.erase(free);
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  const std::string all = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", build_id(), host, about().at("instruction set")(),
                                      settings.threads > 0 ? settings.threads : threads_offered(),
                                      batch_of(rows, options), to_json(network.write(), -1), to_json(of_options, -1));
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

/// Why bf16 is out of the question before anything is measured; "" where it is not.
std::string reason_for_fp32(const Network& network, const std::vector<TargetLoss>& losses, const TrainRows& rows,
                            const TrainOptions& options, const TrainSettings& settings) {
  if (settings.device != "cpu")
    return fmt::format("it measures on the CPU only, and the device is \"{}\"; to try bf16 write `precision: bf16`",
                       settings.device);
  if (settings.any_threads) return "a choice by time would not be the same bits for any number of threads";
  if (!cpu_has_bf16()) return "this processor has no instructions for bf16";
  if (!worth_timing(network, losses, rows, options, settings.seed))
    return "the training is too short for measuring to pay";
  return "";
}

}  // namespace

Precision choose_precision(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
                           const TrainOptions& options, const TrainSettings& settings, const Path& kept,
                           std::string unmeasured) {
  if (options.precision.chosen) {
    if (*options.precision.chosen == Precision::bf16 && settings.device == "cpu") require_bf16_on_cpu();
    return *options.precision.chosen;
  }
  const std::vector<TargetLoss> losses = losses_for(network, targets, options, !rows.weights.empty());
  if (unmeasured.empty()) unmeasured = reason_for_fp32(network, losses, rows, options, settings);
  if (!unmeasured.empty()) {
    if (!settings.quiet) say("precision: auto stays with fp32, unmeasured: " + unmeasured);
    return Precision::fp32;
  }
  const std::optional<Path> file = file_of(network, rows, options, settings, kept);
  std::optional<Times> times = file ? read_times(*file) : std::nullopt;
  const bool known = times.has_value();
  if (!known) {
    const auto [fp32, bf16] = time_steps(network, losses, rows, options, settings, {{{}, {Precision::bf16}}});
    times = {.fp32 = fp32, .bf16 = bf16};
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

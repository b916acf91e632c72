#include "plumb/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "plumb/core/progress.h"
#include "plumb/engine/weights.h"
#include "plumb/train/checkpoint.h"
#include "plumb/train/interrupt.h"
#include "plumb/train/scorer.h"
#include "plumb/train/stepper.h"

namespace plumb {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double seconds_between_checkpoints = 60;  // within an epoch
constexpr double seconds_between_epochs = 2;        // short epochs are not saved one by one: syncing would cost more

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// FNV-1a of all that a checkpoint depends on, but the number of epochs, which may be raised.
std::string fingerprint_of(const Network& network, const TrainOptions& options, const TrainSettings& settings,
                           int64_t rows) {
  Entry of_options = write_options(options);
  of_options.erase("epochs");
  const std::string all = to_json(network.write(), -1) + to_json(of_options, -1) + std::to_string(settings.seed) + ' ' +
                          std::to_string(rows);
  uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : all) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3U;
  return fmt::format("{:016x}", hash);
}

class Trainer final : public Training {
 public:
  Trainer(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
          const TrainRows* valid, const TrainOptions& options, const TrainSettings& settings, States& states)
      : network_(network),
        options_(options),
        settings_(settings),
        states_(states),
        losses_(losses_for(network, targets, options, !rows.weights.empty())),
        precision_(options.precision.chosen.value_or(Precision::fp32)),
        inference_(trace(network)),
        batches_(tensors_for(network, losses_, rows, &options.class_weights),
                 {.batch_size = std::min(options.batch_size, rows.targets.at(0).rows),
                  .shuffle = true,
                  .seed = settings.seed}),
        stepper_(network, losses_, options, settings, precision_, batches_, states) {
    epochs = options.epochs;
    folder = settings.folder;
    initialise(*inference_.graph, states_, settings.seed);
    if (valid) scorer_.emplace(network, targets, losses_, *valid, settings, valid_batch(), precision_, states_);
    standing_.fingerprint = fingerprint_of(network, options, settings, batches_.rows());
    standing_.callbacks.resize(options.callbacks.size());
    moment_ = {
        .steps = epochs * updates_per_epoch(), .epochs = epochs, .learning_rate = options.optimizer.learning_rate()};
  }

  History run() {
    if (!folder.empty()) make_folder(folder);
    if (settings_.resume && !folder.empty() && std::filesystem::exists(checkpoint())) load();
    const InterruptGuard guard;
    last_save_ = start_ = Clock::now();
    seconds_before_ = standing_.seconds;
    while (standing_.epoch < options_.epochs && standing_.stopped.empty()) {
      standing_.finished = false;
      if (!run_epoch()) return interrupted();
      end_epoch();
    }
    if (!standing_.finished) finish();
    return history();
  }

  bool higher_is_better(const std::string& metric) const override {
    if (scorer_ && scorer_->higher().contains(metric)) return scorer_->higher().at(metric);
    if (metrics.contains(metric)) return !less_is_better(metric);
    std::vector<std::string> known;
    for (const auto& [name, value] : metrics) known.push_back(name);
    throw Error("monitor: there is no metric \"{}\"{}; those that there are: {}{}", metric, did_you_mean(metric, known),
                join(known), scorer_ ? "" : " (without valid rows nothing begins with valid_)");
  }
  void stop(const std::string& reason) override { standing_.stopped = reason; }
  void keep_weights(const std::string& name) override { kept_[name] = copies_of_weights(); }
  void restore_weights(const std::string& name) override {
    for (const auto& [part, tensor] : kept_.at(name))
      std::memcpy(states_.all.at(part).data.get(), tensor.data.get(), tensor.bytes());
  }
  void write_weights(const Path& file) const override {
    write_safetensors(file, weights_of(*inference_.graph, states_));
  }

 private:
  Path checkpoint() const { return folder / "checkpoint.safetensors"; }
  int64_t valid_batch() const { return std::max<int64_t>(options_.batch_size, 256); }
  int64_t updates_per_epoch() const { return (batches_.per_epoch() + options_.accumulate - 1) / options_.accumulate; }

  /// Goes on with the epoch; false where the user stopped it.
  bool run_epoch() {
    epoch = standing_.epoch;
    if (!standing_.history.empty()) moment_.last = standing_.history.back();
    batches_.resume({standing_.epoch, standing_.batch});
    std::optional<Progress> progress;
    if (!settings_.quiet) {
      progress.emplace(fmt::format("epoch {}/{}", epoch + 1, epochs), batches_.rows(), "rows");
      progress->advance(standing_.rows);
    }
    epoch_start_ = Clock::now();
    while (standing_.stopped.empty() && standing_.batch < batches_.per_epoch()) {
      const int64_t rows = update();
      if (progress) {
        progress->advance(rows);
        progress->note(fmt::format("loss {:.4f}", standing_.loss_sum / static_cast<double>(standing_.rows)));
      }
      for (const Callback& callback : options_.callbacks)
        if (callback.watches_steps()) callback.step_ended(*this);
      if (stop_requested()) return false;
      if (!folder.empty() && seconds_since(last_save_) > seconds_between_checkpoints) save();
    }
    return true;
  }

  /// One update of the weights, from `accumulate` batches or what the epoch has left of them; returns its rows.
  int64_t update() {
    const int64_t end = std::min(standing_.batch + options_.accumulate, batches_.per_epoch());
    const Stepper::Done done = stepper_.update(standing_.batch, end, rate());
    loss = done.loss;
    standing_.loss_sum += done.loss * static_cast<double>(done.rows);
    standing_.rows += done.rows;
    standing_.batch = end;
    step = ++standing_.step;
    return done.rows;
  }

  double rate() {
    moment_.step = standing_.step;
    moment_.epoch = epoch;
    return standing_.learning_rate = learning_rate = options_.schedule.rate(moment_, standing_.schedule);
  }

  void end_epoch() {
    metrics.clear();
    metrics["loss"] = standing_.loss_sum / static_cast<double>(std::max<int64_t>(1, standing_.rows));
    metrics["learning_rate"] = learning_rate;
    if (scorer_) metrics.merge(scorer_->score());
    metrics["seconds"] = seconds_since(epoch_start_);
    rows_trained_ += standing_.rows;
    standing_.history.push_back(metrics);
    for (size_t i = 0; i < options_.callbacks.size(); ++i)
      options_.callbacks[i].epoch_ended(*this, standing_.callbacks[i]);
    if (!settings_.quiet) say(line_of_epoch());
    standing_.epoch += 1;
    standing_.batch = standing_.rows = 0;
    standing_.loss_sum = 0;
    if (seconds_since(last_save_) > seconds_between_epochs) save();
  }

  void finish() {
    for (size_t i = 0; i < options_.callbacks.size(); ++i) options_.callbacks[i].ended(*this, standing_.callbacks[i]);
    if (!standing_.stopped.empty() && !settings_.quiet) say("stopped: " + standing_.stopped);
    standing_.finished = true;
    save();
  }

  History interrupted() {
    save();
    say(fmt::format("stopped in epoch {} of {}{}", epoch + 1, epochs,
                    folder.empty() ? "" : "; everything is saved in " + checkpoint().string()));
    if (!settings_.how_to_resume.empty()) say("to go on: " + settings_.how_to_resume);
    History result = history();
    result.interrupted = true;
    return result;
  }

  History history() const {
    const double here = seconds_since(start_);
    return {.epochs = standing_.history,
            .stopped = standing_.stopped,
            .seconds = seconds_before_ + here,
            .rows_per_second = here > 0 ? static_cast<double>(rows_trained_) / here : 0};
  }

  std::string line_of_epoch() const {
    std::string line = fmt::format("epoch {}/{}", epoch + 1, epochs);
    for (const auto& [name, value] : metrics)
      if (name != "seconds" && name != "learning_rate") line += fmt::format("  {} {:.4f}", name, value);
    return line + fmt::format("  {:.1f} s", metrics.at("seconds"));
  }

  void save() {
    if (folder.empty()) return;
    standing_.seconds = seconds_before_ + seconds_since(start_);
    save_checkpoint(checkpoint(), standing_, states_, kept_);
    std::string log;
    for (size_t i = 0; i < standing_.history.size(); ++i) {
      Entry line = Entry::map();
      line.set("epoch", Entry::number(static_cast<int64_t>(i + 1)));
      for (const auto& [name, value] : standing_.history[i]) line.set(name, Entry::number(value));
      log += to_json(line, -1) + '\n';
    }
    write_file(folder / "log.jsonl", log);
    last_save_ = Clock::now();
  }

  void load() {
    standing_ = load_checkpoint(checkpoint(), standing_.fingerprint, states_, kept_);
    if (standing_.callbacks.size() != options_.callbacks.size())
      throw Error("{}: was written with other callbacks", checkpoint().string());
    step = standing_.step;
    learning_rate = standing_.learning_rate;
    if (!standing_.history.empty()) metrics = standing_.history.back();
    if (!settings_.quiet && !standing_.finished)
      say(fmt::format("going on in epoch {} of {}", standing_.epoch + 1, epochs));
  }

  /// Copies of what inference reads: the flat buffer of parameters and the statistics of layers.
  std::map<std::string, States::Tensor> copies_of_weights() const {
    States copies;
    const auto copy = [&](const std::string& name) {
      const States::Tensor& from = *states_.find(name);
      std::memcpy(copies.at(name, from.shape, from.type).data.get(), from.data.get(), from.bytes());
    };
    copy("parameters");
    for (const State& state : inference_.graph->states) copy(state.name);
    return copies.all;
  }

  const Network& network_;
  const TrainOptions& options_;
  const TrainSettings& settings_;
  States& states_;
  std::vector<TargetLoss> losses_;
  Precision precision_;
  TracedNetwork inference_;
  Batches batches_;
  Stepper stepper_;
  std::optional<Scorer> scorer_;
  Standing standing_;
  Moment moment_;
  KeptWeights kept_;
  Clock::time_point start_, last_save_, epoch_start_;
  double seconds_before_ = 0;
  int64_t rows_trained_ = 0;
};

}  // namespace

History train(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
              const TrainRows* valid, const TrainOptions& options, const TrainSettings& settings, States& states) {
  require(!targets.empty(), "there is no target to learn");
  return Trainer(network, targets, rows, valid, options, settings, states).run();
}

}  // namespace plumb

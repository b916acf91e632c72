#include "plumb/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>

#include "plumb/core/progress.h"
#include "plumb/engine/threads.h"
#include "plumb/engine/weights.h"
#include "plumb/train/checkpoints.h"
#include "plumb/train/divergence.h"
#include "plumb/train/easy_rows.h"
#include "plumb/train/epoch_log.h"
#include "plumb/train/fingerprint.h"
#include "plumb/train/interrupt.h"
#include "plumb/train/members.h"
#include "plumb/train/scorer.h"
#include "plumb/train/stepper.h"

namespace plumb {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

class Trainer final : public Training {
 public:
  Trainer(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
          const TrainRows* valid, const TrainOptions& options, const TrainSettings& settings, States& states)
      : network_(network),
        options_(options),
        settings_(settings),
        states_(states),
        losses_(losses_for(network, targets, options, has_weights(rows))),
        precision_(options.precision.chosen.value_or(Precision::fp32)),
        inference_(trace(network)),
        batches_(batches_for(network, losses_, rows, options.class_weights,
                             {.batch_size = std::min(options.batch_size, rows.targets.at(0).rows),
                              .shuffle = true,
                              .seed = settings.seed,
                              .classes = classes_to_balance(losses_, rows, options)})),
        stepper_(network, losses_, options, settings_, precision_, batches_, states),
        checkpoints_(folder_of_checkpoints(settings), options.checkpoint.keep),
        timer_(options.checkpoint.every) {
    epochs = options.epochs;
    for (const Callback& callback : options.callbacks)
      if (callback.chooses_rows() && !easy_rows_)
        easy_rows_.emplace(network, targets, losses_, rows, settings_, valid_batch(), precision_, states_);
    folder = settings.folder;
    initialise(*inference_.graph, states_, settings.seed);
    holds_ = holds_bad_updates(options, settings, states_);
    if (holds_) stepper_.hold_bad_updates();
    if (valid) scorer_.emplace(network, targets, losses_, *valid, settings_, valid_batch(), precision_, states_);
    if (saves()) standing_.fingerprint = fingerprint_of(network, options, settings, batches_, rows.stream.get(), valid);
    standing_.threads = settings.threads > 0 ? settings.threads : threads_offered();
    standing_.callbacks.resize(options.callbacks.size());
    moment_ = {.steps = updates_in_all(), .epochs = epochs, .learning_rate = options.optimizer.learning_rate()};
  }

  History run() {
    if (!folder.empty()) make_folder(folder);
    if (settings_.resume && saves()) load();
    settings_.threads = static_cast<int>(standing_.threads);
    const InterruptGuard guard;
    start_ = Clock::now();
    timer_.restart(standing_.step);
    seconds_before_ = standing_.seconds;
    keep_good();
    while (goes_on()) {
      standing_.finished = false;
      if (!run_epoch()) return interrupted();
      end_epoch();
      if (saves()) save_epoch();
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
  void blend_weights(const std::string& name, double share) override {
    if (!kept_.contains(name)) return keep_weights(name);
    for (auto& [part, tensor] : kept_.at(name)) {
      const States::Tensor& now = *states_.find(part);
      float* to = tensor.floats();
      for (int64_t i = 0; i < count(tensor.shape); ++i) to[i] += static_cast<float>(share) * (now.floats()[i] - to[i]);
    }
  }
  void keep_member(int64_t most) override { add_member(states_, copies_of_weights(), most); }
  std::vector<std::string> layers() const override {
    std::vector<std::string> names;
    for (const Parameter& parameter : inference_.graph->parameters)
      if (const std::string layer = layer_of(parameter.name); names.empty() || names.back() != layer)
        names.push_back(layer);
    return names;
  }
  void set_rate_factor(const std::string& layer, double factor) override { stepper_.set_rate_factor(layer, factor); }
  void write_weights(const Path& file) const override {
    write_safetensors(file, weights_of(*inference_.graph, states_));
  }

 private:
  static Path folder_of_checkpoints(const TrainSettings& settings) {
    if (settings.folder.empty() || !settings.checkpoints.empty()) return settings.checkpoints;
    return settings.folder / "checkpoints";
  }
  bool saves() const { return !folder_of_checkpoints(settings_).empty(); }
  int64_t valid_batch() const { return std::max<int64_t>(options_.batch_size, 256); }

  /// What the callbacks leave of the train rows in an epoch: all, or whole batches, so that no epoch needs plans of its
  /// own.
  int64_t rows_of_epoch(int64_t number) const {
    double share = 1;
    for (const Callback& callback : options_.callbacks) share = std::min(share, callback.share_of_rows(number));
    const int64_t all = batches_.tensors().front().rows, batch = batches_.batch_size();
    const int64_t wanted = std::max<int64_t>(1, std::llround(share * static_cast<double>(all)));
    return std::min(all, (wanted + batch - 1) / batch * batch);
  }
  int64_t updates_in_all() const {
    int64_t updates = 0;
    for (int64_t number = 0; number < epochs; ++number) {
      const int64_t batches = (rows_of_epoch(number) + batches_.batch_size() - 1) / batches_.batch_size();
      updates += (batches + options_.accumulate - 1) / options_.accumulate;
    }
    return updates;
  }
  void choose_rows() {
    if (!easy_rows_) return;
    const int64_t wanted = rows_of_epoch(epoch);
    const bool all = wanted >= batches_.tensors().front().rows;
    batches_.only(all ? std::vector<int64_t>() : easy_rows_->choose(epoch, wanted, standing_.batch > 0));
  }

  /// Goes on with the epoch; false where the user stopped it.
  bool run_epoch() {
    epoch = standing_.epoch;
    if (!standing_.history.empty()) moment_.last = standing_.history.back();
    train_on();
    choose_rows();
    batches_.resume({standing_.epoch, standing_.batch});
    for (const Callback& callback : options_.callbacks) callback.epoch_begins(*this);
    std::optional<Progress> progress;
    if (!settings_.quiet) {
      progress.emplace(fmt::format("epoch {}/{}", epoch + 1, epochs), batches_.rows(), "rows");
      progress->advance(standing_.rows);
    }
    epoch_start_ = Clock::now();
    while (standing_.stopped.empty() && standing_.batch < batches_.per_epoch()) {
      if (asked_to_stop()) return false;
      const int64_t rows = update();
      if (progress) {
        progress->advance(rows);
        progress->note(fmt::format("loss {:.4f}", standing_.loss_sum / static_cast<double>(standing_.rows)));
      }
      for (const Callback& callback : options_.callbacks)
        if (callback.watches_steps()) callback.step_ended(*this);
      if (watches_loss() && diverged(loss, standing_.first_loss)) diverge();
      if (saves() && timer_.due(standing_.step)) save();
    }
    return !asked_to_stop();
  }

  /// The weights to answer with in the place of those that are trained, which are kept; until the next epoch begins.
  void answer() {
    const States::Tensor* answers = states_.find(answer_weights);
    if (!answers) return;
    keep_weights(trained_);
    std::memcpy(states_.find("parameters")->data.get(), answers->data.get(), answers->bytes());
  }
  void train_on() {
    if (!kept_.contains(trained_)) return;
    restore_weights(trained_);
    kept_.erase(trained_);
    keep_good();
  }

  void keep_good() {
    if (options_.on_nan == OnNan::stop && !holds_) good_.take(standing_, states_);
  }
  bool goes_on() const { return standing_.epoch < options_.epochs && standing_.stopped.empty(); }
  bool asked_to_stop() const {
    return stop_requested() || (settings_.stop_after > 0 && standing_.step >= settings_.stop_after);
  }
  bool watches_loss() const { return options_.on_nan == OnNan::stop && standing_.stopped.empty(); }

  int64_t end_of_update() const { return std::min(standing_.batch + options_.accumulate, batches_.per_epoch()); }

  /// One update of the weights, from `accumulate` batches or what the epoch has left of them; returns its rows.
  int64_t update() {
    const int64_t end = end_of_update();
    stepper_.set_loss_limit(loss_limit(standing_.step == 0 ? INFINITY : standing_.first_loss));
    const Stepper::Done done = stepper_.update(standing_.batch, end, rate());
    loss = done.loss;
    held_ = done.held;
    standing_.loss_sum += done.loss * static_cast<double>(done.rows);
    standing_.rows += done.rows;
    standing_.batch = end;
    if (standing_.step == 0) standing_.first_loss = loss;
    step = ++standing_.step;
    return done.rows;
  }

  double rate() {
    moment_.step = standing_.step;
    moment_.epoch = epoch;
    return standing_.learning_rate = learning_rate = options_.schedule.rate(moment_, standing_.schedule);
  }

  void end_epoch() {
    if (watches_loss() && !bad_weight(*inference_.graph, states_).empty()) diverge();
    metrics.clear();
    metrics["loss"] = standing_.loss_sum / static_cast<double>(std::max<int64_t>(1, standing_.rows));
    metrics["learning_rate"] = learning_rate;
    answer();
    if (scorer_) metrics.merge(scorer_->score());
    metrics["seconds"] = seconds_since(epoch_start_);
    rows_trained_ += standing_.rows;
    standing_.history.push_back(metrics);
    for (size_t i = 0; i < options_.callbacks.size(); ++i)
      options_.callbacks[i].epoch_ended(*this, standing_.callbacks[i]);
    if (!settings_.quiet) say(line_of_epoch(epoch, epochs, metrics));
    standing_.epoch += 1;
    standing_.batch = standing_.rows = 0;
    standing_.loss_sum = 0;
    keep_good();
  }

  /// Behind the last epoch `finish` saves all of it. Of large weights, of which there are no copies in memory, only an
  /// epoch that is saved may be the best.
  void save_epoch() {
    const bool due = timer_.due_after_epoch(standing_.step, standing_.epoch);
    const bool copies = !too_large_to_copy(settings_, states_);
    const bool best = (copies || due || timer_.rested()) && Checkpoints::is_best(standing_);
    if (goes_on() && (due || (best && !copies)))
      save();
    else if (best && copies)
      checkpoints_.remember(standing_, states_, kept_);
  }

  void finish() {
    for (size_t i = 0; i < options_.callbacks.size(); ++i) options_.callbacks[i].ended(*this, standing_.callbacks[i]);
    if (!standing_.stopped.empty() && !settings_.quiet) say("stopped: " + standing_.stopped);
    standing_.finished = true;
    save();
  }

  History interrupted() {
    save();
    say(fmt::format("stopped in epoch {} of {}{}", epoch + 1, epochs, saves() ? "; everything is saved" : ""));
    if (!settings_.how_to_resume.empty()) say("to go on: " + settings_.how_to_resume);
    History result = history();
    result.interrupted = true;
    return result;
  }

  /// Says where it went wrong. Where there is a copy, from the state just before the first update that did; else with
  /// the batch at hand, since the update that it would have led to was held back.
  [[noreturn]] void diverge() {
    Standing bad = standing_;
    std::string where;
    bool kept = good_.restore(standing_, states_);
    if (kept) {
      repeat(bad.step, true);
      bad = standing_;
      const double bad_loss = loss;
      good_.restore(standing_, states_);
      repeat(bad.step - 1, false);
      where = cause();
      loss = bad_loss;
    } else {
      const std::string weight = bad_weight(*inference_.graph, states_);
      where = weight.empty() ? cause_at_hand() : bad_row_of(batches_.tensors());
      if (where.empty()) where = "the gradient of " + weight + " was none";
      kept = (weight.empty() && held_) ||
             (saves() && checkpoints_.load(standing_.fingerprint, states_, kept_).has_value());
    }
    const Path file = folder.empty() || !kept ? Path() : folder / "last_good.safetensors";
    if (!file.empty()) write_weights(file);
    throw Error(
        "epoch {}, batch {} (update {}): {}{}.{} Try a smaller learning rate (now {:.3g}), `train: {{clip_norm: 1}}`, "
        "or inputs and targets on a smaller scale (`prepare: [standardize]`); `on_nan: ignore` goes on regardless",
        epoch + 1, bad.batch, bad.step,
        diverged(loss, bad.first_loss) ? fmt::format("the loss is {:.4g}, after {:.4g} at first", loss, bad.first_loss)
                                       : fmt::format("the loss is still {:.4g}, but weights are no numbers", loss),
        where.empty() ? "" : "; " + where,
        file.empty() ? "" : fmt::format(" The weights before it are kept: `train: {{from: {}}}`.", file.string()),
        learning_rate);
  }

  /// The same updates again, to the same bits, until so many are done; with `look`, until one goes wrong. How many are.
  int64_t repeat(int64_t end, bool look) {
    batches_.resume({standing_.epoch, standing_.batch});
    while (standing_.step < end) {
      update();
      if (look && (diverged(loss, standing_.first_loss) || !bad_weight(*inference_.graph, states_).empty())) break;
    }
    return standing_.step;
  }

  /// What goes wrong in the next update; it is tried, and the weights are as before afterwards.
  std::string cause() {
    LayerOutputs found;
    for (int64_t batch = standing_.batch; batch < end_of_update() && found.bad.empty(); ++batch)
      found = look_at_layers(network_, settings_, precision_, batches_, stepper_.feed(batch), states_);
    if (!found.bad.empty()) return found.bad;
    keep_weights("before");
    const Standing before = standing_;
    batches_.resume({standing_.epoch, standing_.batch});
    update();
    const std::string weight = bad_weight(*inference_.graph, states_);
    restore_weights("before");
    standing_ = before;
    return weight.empty() || !std::isfinite(loss)
               ? bad_loss_of(found)
               : "all layers answer with numbers, but the gradient of " + weight + " is none";
  }
  std::string cause_at_hand() {
    return bad_loss_of(look_at_layers(network_, settings_, precision_, batches_, stepper_.draw(), states_));
  }
  std::string bad_loss_of(const LayerOutputs& found) const {
    if (!found.bad.empty()) return found.bad;
    if (std::isfinite(loss)) return "the largest output is " + found.largest;
    return "all layers answer with numbers, but the loss made of them is none: the largest is " + found.largest;
  }

  History history() const {
    const double here = seconds_since(start_);
    return {.epochs = standing_.history,
            .stopped = standing_.stopped,
            .steps = standing_.step,
            .seconds = seconds_before_ + here,
            .rows_per_second = here > 0 ? static_cast<double>(rows_trained_) / here : 0};
  }

  void save() {
    if (!saves()) return;
    if (watches_loss() && !bad_weight(*inference_.graph, states_).empty()) diverge();
    keep_good();
    standing_.seconds = seconds_before_ + seconds_since(start_);
    checkpoints_.save(standing_, states_, kept_);
    write_log();
    timer_.restart(standing_.step);
  }

  void write_log() const {
    if (!folder.empty()) write_file(folder / "log.jsonl", log_of(standing_.history));
  }

  void load() {
    const auto loaded = checkpoints_.load(standing_.fingerprint, states_, kept_);
    if (!loaded) return;
    const int64_t threads = settings_.threads;
    standing_ = *loaded;
    if (threads > 0 && threads != standing_.threads && !settings_.any_threads)
      say(fmt::format("this training began with {} threads; with {} its numbers end a little different",
                      standing_.threads, threads));
    if (threads > 0) standing_.threads = threads;
    step = standing_.step;
    learning_rate = standing_.learning_rate;
    if (!standing_.history.empty()) metrics = standing_.history.back();
    write_log();  // a kill may have come after the last checkpoint and before its lines
    if (!settings_.quiet && !standing_.finished)
      say(fmt::format("going on in epoch {} of {}", standing_.epoch + 1, epochs));
  }

  /// Copies of what inference reads: the flat buffer of parameters and the statistics of layers.
  std::map<std::string, States::Tensor> copies_of_weights() const {
    std::map<std::string, States::Tensor> copies{{"parameters", copy_of(*states_.find("parameters"))}};
    for (const State& state : inference_.graph->states) copies[state.name] = copy_of(*states_.find(state.name));
    return copies;
  }

  static constexpr auto trained_ = "weights that are trained";  // kept while others answer
  const Network& network_;
  const TrainOptions& options_;
  TrainSettings settings_;  // with the number of threads that was chosen
  States& states_;
  std::vector<TargetLoss> losses_;
  Precision precision_;
  TracedNetwork inference_;
  Batches batches_;
  Stepper stepper_;
  std::optional<Scorer> scorer_;
  std::optional<EasyRows> easy_rows_;
  Checkpoints checkpoints_;
  CheckpointTimer timer_;
  Standing standing_;
  GoodState good_;
  bool holds_ = false, held_ = false;  // too large for a copy: bad updates are held back, and so was the last one
  Moment moment_;
  KeptWeights kept_;
  Clock::time_point start_, epoch_start_;
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

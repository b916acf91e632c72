#include "plumb/train/checkpoints.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/progress.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

// Where `every: auto`:
constexpr double seconds_between_checkpoints = 60;  // within an epoch
constexpr double seconds_between_epochs = 2;        // short epochs are not saved one by one: syncing would cost more

std::string name_of_step(int64_t step) { return fmt::format("step-{:012}.safetensors", step); }

}  // namespace

std::vector<Path> checkpoints_in(const Path& folder) {
  std::vector<Path> files;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(folder, problem))
    if (entry.path().filename().string().starts_with("step-")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

bool Checkpoints::is_best(Standing& standing) {
  const auto& epoch = standing.history.back();
  const auto valid = epoch.find("valid_loss");
  const double score = valid == epoch.end() ? epoch.at("loss") : valid->second;
  if (standing.best_step && !(score < standing.best_score)) return false;
  standing.best_step = standing.step;
  standing.best_score = score;
  return true;
}

void Checkpoints::remember(const Standing& standing, const States& states, const KeptWeights& kept) {
  best_ = {standing, copy_of(states), {}};
  for (const auto& [name, tensors] : kept)
    for (const auto& [part, tensor] : tensors) best_->kept[name].emplace(part, copy_of(tensor));
}

void Checkpoints::save(const Standing& standing, const States& states, const KeptWeights& kept) {
  make_folder(folder_);
  if (best_ && best_->standing.step != standing.step && !standing.finished)
    save_checkpoint(folder_ / name_of_step(best_->standing.step), best_->standing, best_->states, best_->kept);
  save_checkpoint(folder_ / name_of_step(standing.step), standing, states, kept);
  best_.reset();
  const std::vector<Path> files = checkpoints_in(folder_);
  const std::string best = standing.best_step ? name_of_step(*standing.best_step) : "";
  std::error_code problem;
  for (size_t i = 0; i + static_cast<size_t>(keep_) < files.size(); ++i)
    if (files[i].filename() != best) fs::remove(files[i], problem);
}

std::optional<Standing> Checkpoints::load(const std::string& fingerprint, States& states, KeptWeights& kept) const {
  std::vector<Path> files = checkpoints_in(folder_);
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    try {
      return load_checkpoint(*file, fingerprint, states, kept);
    } catch (const OtherTraining&) {
      throw;
    } catch (const Error& damage) {
      say(fmt::format("{}; trying the one before it", damage.what()));
    }
  }
  require(files.empty(), "{}: none of the {} checkpoints can be read; delete the folder to start anew",
          folder_.string(), files.size());
  return {};
}

void CheckpointTimer::restart(int64_t step) {
  step_ = step;
  last_ = std::chrono::steady_clock::now();
}

double CheckpointTimer::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - last_).count();
}

bool CheckpointTimer::due(int64_t step) const {
  switch (every_.unit) {
    case Interval::Unit::automatic:
      return seconds() > seconds_between_checkpoints;
    case Interval::Unit::epochs:
      return false;
    case Interval::Unit::steps:
      return static_cast<double>(step - step_) >= every_.amount;
    case Interval::Unit::seconds:
      return seconds() >= every_.amount;
  }
  return false;
}

bool CheckpointTimer::rested() const { return seconds() > seconds_between_epochs; }

bool CheckpointTimer::due_after_epoch(int64_t step, int64_t epochs) const {
  if (every_.unit == Interval::Unit::automatic) return rested();
  if (every_.unit == Interval::Unit::epochs) return epochs % static_cast<int64_t>(every_.amount) == 0;
  return due(step);
}

double checkpoints_due(const Interval& every, double epochs, double updates, double seconds) {
  switch (every.unit) {
    case Interval::Unit::automatic: {
      const double epochs_between = std::ceil(seconds_between_epochs * epochs / std::max(seconds, 1e-9));
      return std::max((epochs - 1) / epochs_between, seconds / seconds_between_checkpoints);
    }
    case Interval::Unit::epochs:
      return (epochs - 1) / every.amount;
    case Interval::Unit::steps:
      return updates / every.amount;
    case Interval::Unit::seconds:
      return seconds / every.amount;
  }
  return 0;
}

void remove_checkpoints(const Path& folder) {
  std::error_code problem;
  for (const Path& file : checkpoints_in(folder)) fs::remove(file, problem);
  remove_temporaries(folder);
  fs::remove(folder, problem);
}

}  // namespace plumb

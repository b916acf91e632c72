#pragma once

#include <chrono>

#include "plumb/train/checkpoint.h"
#include "plumb/train/checkpoint_options.h"

namespace plumb {

/// The checkpoints of one training: files `step-000000000217.safetensors` in a folder of their own. The last `keep`
/// stay, and that of the best epoch. A step is saved again under its name when more of it is known (its epoch ended).
class Checkpoints {
 public:
  Checkpoints(Path folder, int64_t keep) : folder_(std::move(folder)), keep_(keep) {}

  /// Whether the epoch that ended is the best so far, by its valid_loss, else its loss; noted in `standing`.
  static bool is_best(Standing& standing);

  /// Keeps a copy of the best epoch in memory, which the next `save` writes: files are synced, and syncing one for each
  /// short epoch would take longer than to train it.
  void remember(const Standing& standing, const States& states, const KeptWeights& kept);

  /// Writes one, behind that which is remembered (unless the training is finished: nobody goes back), then removes
  /// those that are not kept.
  void save(const Standing& standing, const States& states, const KeptWeights& kept);

  /// The newest that can be read, or nothing where there is none. One that is damaged is said and passed over: the one
  /// before it leads to the same bits. An Error where all are damaged, or belong to another training.
  std::optional<Standing> load(const std::string& fingerprint, States& states, KeptWeights& kept) const;

 private:
  struct Remembered {
    Standing standing;
    States states;
    KeptWeights kept;
  };
  Path folder_;
  int64_t keep_;
  std::optional<Remembered> best_ = {};
};

/// When the next one is due.
class CheckpointTimer {
 public:
  explicit CheckpointTimer(const Interval& every) : every_(every) {}
  void restart(int64_t step);  // one was written now
  bool due(int64_t step) const;
  bool due_after_epoch(int64_t step, int64_t epochs) const;
  bool rested() const;  // one more would cost little time, due or not

 private:
  double seconds() const;
  Interval every_;
  int64_t step_ = 0;
  std::chrono::steady_clock::time_point last_ = {};
};

/// About how many fall due in a training that takes so long, the one at its end aside.
double checkpoints_due(const Interval& every, double epochs, double updates, double seconds);

/// The files, oldest first; none where there is no such folder.
std::vector<Path> checkpoints_in(const Path& folder);

/// Once a run is finished. The newest goes last, so that a kill in between leaves one that knows the most.
void remove_checkpoints(const Path& folder);

}  // namespace plumb

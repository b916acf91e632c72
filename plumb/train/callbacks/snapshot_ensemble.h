#pragma once

#include "plumb/train/callback.h"

namespace plumb {

/// Answers with the mean of what several sets of weights of one training answer, one taken every so many epochs (Huang
/// et al., "Snapshot ensembles: train 1, get M for free", 2017). The learning rate falls to nothing by then and begins
/// anew, so that each set ends in a place of its own:
///
///     train:
///       epochs: 50
///       schedule: {cosine_restarts: {first: 10, multiply: 1}}
///       callbacks: [{snapshot_ensemble: {every: 10, members: 5}}]
///
/// The last `members` sets are those that answer, as one network of so many times the size: in predictions, bundles and
/// exports. They are part of every checkpoint. Metrics while training are of the weights that are trained; where no set
/// was taken (fewer epochs than `every`), the last weights answer.
struct SnapshotEnsemble {
  int64_t every = 10;
  int64_t members = 5;

  static constexpr auto name = "snapshot_ensemble";
  static constexpr auto summary = "Answers with the mean of several sets of weights of one training.";
  static constexpr auto shorthand = "every";
  static void describe(auto& self, auto& field) {
    field("every", self.every, "Epochs until the next set of weights is taken: those of a wave of the schedule.",
          at_least(1));
    field("members", self.members, "How many sets answer: the last ones.", at_least(1));
  }
  void epoch_ended(Training& training) const;
};

}  // namespace plumb

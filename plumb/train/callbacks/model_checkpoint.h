#pragma once

#include "plumb/train/callback.h"

namespace plumb {

/// Writes the weights of the best epoch, or of each, as safetensors into the run folder.
///
///     callbacks: [{model_checkpoint: {monitor: valid_accuracy}}]
struct ModelCheckpoint {
  std::string monitor = "valid_loss";
  bool best_only = true;
  std::string file = "best.safetensors";

  static constexpr auto name = "model_checkpoint";
  static constexpr auto summary = "Writes the weights of the best epoch, or of each.";
  static constexpr auto shorthand = "monitor";
  static void describe(auto& self, auto& field) {
    field("monitor", self.monitor, "Metric of an epoch that says which is best.");
    field("best_only", self.best_only, "Only when it is the best so far.");
    field("file", self.file, "File in the run folder; {epoch} stands for the epoch's number.");
  }
  void check(Problems& problems) const;
  struct State {
    bool any = false;
    double best = 0;
    static void describe(auto& self, auto& field) {
      field("any", self.any, "Whether there is a best value.");
      field("best", self.best, "The best value.");
    }
  };
  void epoch_ended(Training& training, State& state) const;
};

}  // namespace plumb

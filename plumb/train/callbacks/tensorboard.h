#pragma once

#include "plumb/train/callback.h"

namespace plumb {

/// Writes the metrics of each epoch for TensorBoard: `tensorboard --logdir RUN/tensorboard`. Where its file is gone
/// when a run goes on, another one begins.
struct Tensorboard {
  std::string folder = "tensorboard";

  static constexpr auto name = "tensorboard";
  static constexpr auto summary = "Writes metrics for TensorBoard.";
  static constexpr auto shorthand = "folder";
  static void describe(auto& self, auto& field) { field("folder", self.folder, "Folder in the run folder."); }
  struct State {
    std::string file = {};
    int64_t size = 0;
    static void describe(auto& self, auto& field) {
      field("file", self.file, "The event file.");
      field("size", self.size, "Its bytes so far; what a killed training wrote beyond them is written anew.");
    }
  };
  void epoch_ended(Training& training, State& state) const;
};

}  // namespace plumb

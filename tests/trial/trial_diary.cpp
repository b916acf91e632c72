// A callback that remembers.
#include "plumb/train/callback.h"

namespace plumb {
namespace {

/// Writes at the end how many epochs there were and the lowest rate that one ended with.
struct TrialDiary {
  std::string file = "diary.txt";

  static constexpr auto name = "trial_diary";
  static constexpr auto summary = "Writes how many epochs there were, and the lowest rate.";
  static constexpr auto shorthand = "file";
  static void describe(auto& self, auto& field) { field("file", self.file, "File in the run folder."); }
  struct State {
    int64_t epochs = 0;
    double lowest = 1;
    static void describe(auto& self, auto& field) {
      field("epochs", self.epochs, "Epochs so far.");
      field("lowest", self.lowest, "The lowest rate so far.");
    }
  };
  void epoch_ended(Training& training, State& state) const {
    ++state.epochs;
    state.lowest = std::min(state.lowest, training.learning_rate);
  }
  void ended(Training& training, State& state) const {
    if (!training.folder.empty())
      write_file(training.folder / file, fmt::format("{} epochs, rate down to {:.4f}\n", state.epochs, state.lowest));
  }
};

[[maybe_unused]] const bool registered = registry<Callback>().add<TrialDiary>();

}  // namespace
}  // namespace plumb

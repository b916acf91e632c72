#pragma once

#include "plumb/train/callback.h"

namespace plumb {

/// Stops when a metric has not become better for a while, and takes back the weights of the best epoch.
///
///     callbacks: [{early_stopping: {monitor: valid_loss, patience: 5}}]
struct EarlyStopping {
  std::string monitor = "valid_loss";
  int64_t patience = 5;
  double min_delta = 0;
  bool restore_best = true;

  static constexpr auto name = "early_stopping";
  static constexpr auto summary = "Stops when a metric no longer becomes better.";
  static constexpr auto shorthand = "patience";
  static void describe(auto& self, auto& field) {
    field("monitor", self.monitor, "Metric of an epoch.");
    field("patience", self.patience, "Epochs without a better value before it stops.", at_least(0));
    field("min_delta", self.min_delta, "By how much a value must be better to count.", at_least(0));
    field("restore_best", self.restore_best, "Takes back the weights of the best epoch at the end.");
  }
  struct State {
    bool any = false;
    double best = 0;
    int64_t best_epoch = 0, waited = 0;
    static void describe(auto& self, auto& field) {
      field("any", self.any, "Whether there is a best value.");
      field("best", self.best, "The best value.");
      field("best_epoch", self.best_epoch, "Its epoch.");
      field("waited", self.waited, "Epochs since then.");
    }
  };
  void epoch_ended(Training& training, State& state) const;
  void ended(Training& training, State& state) const;
};

}  // namespace plumb

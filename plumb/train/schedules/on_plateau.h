#pragma once

#include "plumb/train/schedule.h"

namespace plumb {

/// A smaller rate whenever a metric has not become better for `patience` epochs.
///
///     schedule: {on_plateau: {monitor: valid_loss, factor: 0.5, patience: 3}}
struct OnPlateau {
  std::string monitor = "valid_loss";
  double factor = 0.1;
  int64_t patience = 10;
  double min_delta = 1e-4;
  double min_rate = 0;

  static constexpr auto name = "on_plateau";
  static constexpr auto summary = "A smaller rate when a metric stands still.";
  static void describe(auto& self, auto& field) {
    field("monitor", self.monitor, "Metric of an epoch; less is better for losses and errors, more for all others.");
    field("factor", self.factor, "What the rate is multiplied by.", above_up_to(0, 1));
    field("patience", self.patience, "Epochs without a better value before that.", at_least(0));
    field("min_delta", self.min_delta, "By how much a value must be better.", at_least(0));
    field("min_rate", self.min_rate, "The rate never falls below.", at_least(0));
  }
  struct State {
    int64_t epoch = 0, waited = 0;
    bool any = false;
    double best = 0, factor = 1;
    static void describe(auto& self, auto& field) {
      field("epoch", self.epoch, "Epoch that was looked at.");
      field("waited", self.waited, "Epochs since the best one.");
      field("any", self.any, "Whether there is a best one.");
      field("best", self.best, "Its value, negated where more is better.");
      field("factor", self.factor, "Product of the factors so far.");
    }
  };
  double rate(const Moment& moment, State& state) const;
};

}  // namespace plumb

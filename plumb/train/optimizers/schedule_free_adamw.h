#pragma once

#include <array>

#include "plumb/train/optimizer.h"

namespace plumb {

/// AdamW that needs no schedule, because an average takes its place (Defazio et al., "The road less scheduled", 2024).
/// Gradients are taken at y, between the fast z and the average x, which answers:
///
///     u = g / (sqrt(v / (1 - beta_2^t)) + epsilon) + decay y
///     z <- z - rate u,    x <- (1 - c) x + c z,    y = (1 - beta_1) z + beta_1 x,    c = rate^2 / sum of rate^2
///
/// The rate is the greatest so far in c, so that a warm-up counts little (`schedule: {warmup: ...}` goes well with it;
/// a schedule that falls does not). Validation, prediction and the saved weights are those of x; a training goes on
/// from y.
struct ScheduleFreeAdamW {
  double learning_rate = 0.0025;
  double beta_1 = 0.9, beta_2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;

  static constexpr auto name = "schedule_free_adamw";
  static constexpr auto summary = "AdamW with an average in the place of a schedule.";
  static constexpr std::array aliases{"adamw_schedule_free", "schedule_free"};
  static constexpr auto shorthand = "learning_rate";
  static constexpr bool rate_is_a_factor = false;
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("beta_1", self.beta_1, "Share of the average in the point where gradients are taken.", above_up_to(0, 1));
    field("beta_2", self.beta_2, "Memory of the mean of squares.", from_below(0, 1));
    field("epsilon", self.epsilon, "Added to the root of the mean of squares.", above(0));
    field("weight_decay", self.weight_decay, "Share of the weights added to a step.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb

#pragma once

#include <optional>

#include "plumb/train/loss.h"

namespace plumb {

/// Cross-entropy that counts rows the network is sure of less: -(1 - p)^gamma log(p) of the true class's probability p
/// (Lin et al., 2017), for one sigmoid unit a label or a softmax over classes.
///
///     loss: {focal: {gamma: 2, alpha: 0.25}}
///
/// `alpha` weighs the positive label of a sigmoid, 1 - alpha the negative one; several classes take
/// `train.class_weights`. Computed from what goes into the activation.
struct Focal {
  double gamma = 2;
  std::optional<double> alpha = {};

  static constexpr auto name = "focal";
  static constexpr auto summary = "Cross-entropy that counts easy rows less.";
  static constexpr auto shorthand = "gamma";
  static void describe(auto& self, auto& field) {
    field("gamma", self.gamma, "How much less sure rows count; 0 is cross-entropy.", at_least(0));
    field("alpha", self.alpha, "Weight of the positive label; the negative one gets 1 minus it.", between(0, 1));
  }
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb

#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/layers/ensemble_dense.h"

namespace plumb {

/// The end of an ensemble: an `ensemble_dense` of `units`, an activation, and the mean of the members' answers, so of
/// their probabilities. Training gives each member a loss of its own, as if it were alone; the mean is for the rows
/// that are answered.
///
///     ensemble_mean: {units: 1, members: 8, activation: sigmoid}
///
/// [rows, members, n] becomes [rows, units].
struct EnsembleMean {
  int64_t units = 0;
  int64_t members = 8;
  Activation activation = {};

  static constexpr auto name = "ensemble_mean";
  static constexpr auto summary = "The mean of the answers of several networks that share weights.";
  static constexpr auto example = "ensemble_mean: {units: 1, members: 8, activation: sigmoid}";
  static void describe(auto& self, auto& field) {
    field("units", self.units, "Width of each member's answer.", required, at_least(1));
    field("members", self.members, "Networks beside each other.", at_least(1));
    field("activation", self.activation, "Applied to each member's answer.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

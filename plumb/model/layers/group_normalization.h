#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The channels of each row in groups, each group over all places to mean 0 and variance 1, then each channel scaled
/// and shifted (Wu and He, 2018). Unlike batch_normalization it asks nothing of other rows, so small batches do no harm
/// and training and inference agree.
///
///     group_normalization: {groups: 8}        GroupNormalization{8}
///
/// Takes [rows, …, channels]. `groups: 1` is a layer normalisation over places too; `groups: -1` is a group for each
/// channel, instance_normalization.
struct GroupNormalization {
  int64_t groups = 32;
  double epsilon = 0.001;
  bool center = true;
  bool scale = true;

  static constexpr auto name = "group_normalization";
  static constexpr auto summary = "Groups of channels of each row to mean 0 and variance 1.";
  static constexpr auto shorthand = "groups";
  static void describe(auto& self, auto& field) {
    field("groups", self.groups, "How many groups; must divide the channels; -1: one for each channel.", at_least(-1));
    field("epsilon", self.epsilon, "Added to the variance.", above(0));
    field("center", self.center, "Adds a learned number.");
    field("scale", self.scale, "Multiplies by a learned number.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

#pragma once

#include "plumb/model/initializers/ones.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"
#include "plumb/model/layers/scale_and_offset.h"

namespace plumb {

/// The channels of each row in groups, each group over all places to mean 0 and variance 1, then each channel scaled
/// and shifted (Wu and He, 2018). Unlike batch_normalization it asks nothing of other rows, so small batches do no harm
/// and training and inference agree.
///
///     group_normalization: {groups: 8}        GroupNormalization{8}
///
/// Takes [rows, …, channels], or the channels in another `axis`. `groups: 1` is a layer normalisation over places too;
/// `groups: -1` is a group for each channel, instance_normalization.
struct GroupNormalization {
  int64_t groups = 32;
  int64_t axis = -1;
  double epsilon = 0.001;
  bool center = true;
  bool scale = true;
  Initializer beta_initializer = Zeros{};
  Initializer gamma_initializer = Ones{};
  std::optional<Regularizer> beta_regularizer = {};
  std::optional<Regularizer> gamma_regularizer = {};
  std::optional<Constraint> beta_constraint = {};
  std::optional<Constraint> gamma_constraint = {};

  static constexpr auto name = "group_normalization";
  static constexpr auto summary = "Groups of channels of each row to mean 0 and variance 1.";
  static constexpr auto shorthand = "groups";
  static void describe(auto& self, auto& field) {
    field("groups", self.groups, "How many groups; must divide the channels; -1: one for each channel.", at_least(-1));
    field("axis", self.axis, "The axis of the channels; negative counts from the last. Not 0, the rows.");
    field("epsilon", self.epsilon, "Added to the variance.", above(0));
    describe_scale_and_offset(self, field);
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb

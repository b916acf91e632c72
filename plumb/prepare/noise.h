#pragma once

#include "plumb/prepare/augment.h"

namespace plumb {

/// Adds normal noise to the numbers of train rows.
///
///     augment: [noise: {std: 0.1}]
///
/// Acts on the table that the network reads, after `prepare`: cell + std * (deviation of the column's train rows) *
/// normal. Columns of nothing but 0 and 1 (flags, one-hot) stay. Images: see `gaussian_noise`.
struct Noise {
  double std = 0.1;
  double probability = 1;

  static constexpr auto name = "noise";
  static constexpr auto summary = "Adds normal noise to the numbers of train rows.";
  static constexpr auto example = "noise: {std: 0.1}";
  static constexpr auto shorthand = "std";

  static void describe(auto& self, auto& field) {
    field("std", self.std, "Deviation of the noise, as a share of that of the column.", at_least(0));
    field("probability", self.probability, "Share of the cells that get noise.", between(0, 1));
  }
  void change(NumbersSpan row, Random& random) const;
};

}  // namespace plumb

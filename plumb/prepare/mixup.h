#pragma once

#include "plumb/prepare/augment.h"

namespace plumb {

/// Mixes each train row with another of its batch, and learns it with both their targets (Zhang et al., 2018).
///
///     augment: [random_flip: horizontal, mixup: {alpha: 0.2}]
///
///     x = share * x + (1 - share) * other x,    loss = share * loss(y) + (1 - share) * loss(other y),
///
/// with share from Beta(alpha, alpha), drawn for each row. Pixels are rounded; numbers of tables are mixed, too, and
/// codes of words cannot be. Mixing comes after all other augmentations. With `cutmix` in the same list each row draws
/// one of the two.
struct Mixup {
  double alpha = 0.2;
  double probability = 1;

  static constexpr auto name = "mixup";
  static constexpr auto summary = "Mixes train rows in pairs, with their targets.";
  static constexpr auto example = "mixup: {alpha: 0.2}";
  static constexpr auto shorthand = "alpha";

  static void describe(auto& self, auto& field) {
    field("alpha", self.alpha, "Of Beta(alpha, alpha): near 0 rows hardly mix, 1 is uniform.", between(0.001, 1000));
    field("probability", self.probability, "Share of the rows that are mixed.", between(0, 1));
  }
  double mix(MixedRows rows, Random& random) const;
};

}  // namespace plumb

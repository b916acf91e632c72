#pragma once

#include "plumb/prepare/augment.h"

namespace plumb {

/// Swap noise: puts cells of other train rows into train rows, column by column.
///
///     augment: [swap: {probability: 0.1}]
///
/// Acts on the table that the network reads, after `prepare`. A cell is replaced with `probability` by the cell of the
/// same column in a train row that is drawn for it, so that each column keeps its values.
struct Swap {
  double probability = 0.1;

  static constexpr auto name = "swap";
  static constexpr auto summary = "Puts cells of other train rows into train rows.";
  static constexpr auto example = "swap: {probability: 0.1}";
  static constexpr auto shorthand = "probability";

  static void describe(auto& self, auto& field) {
    field("probability", self.probability, "Share of the cells that are replaced.", between(0, 1));
  }
  void change(NumbersSpan row, Random& random) const;
};

}  // namespace plumb

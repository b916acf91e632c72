#pragma once

#include "plumb/train/callback.h"

namespace plumb {

/// Easy rows first (Bengio et al., "Curriculum learning", 2009): an epoch learns from a share of the train rows only,
/// those with the smallest losses at the weights that the epoch before it ended with (as in self-paced learning, Kumar
/// et al., 2010). The share grows evenly, start + (1 - start) epoch / epochs in whole batches, and is all of them from
/// `epochs` on.
///
///     callbacks: [{curriculum: {start: 0.3, epochs: 10}}]
///
/// The first epoch, before which nothing is known of the rows, draws its share at random. Ranking costs a pass forward
/// over all train rows an epoch. A row's weight does not count for its rank, and equal losses rank by their place, so
/// the same seed gives the same rows; a resumed epoch goes on with the rows that it had. Schedules know how many steps
/// there are.
struct Curriculum {
  double start = 0.3;
  int64_t epochs = 10;

  static constexpr auto name = "curriculum";
  static constexpr auto summary = "Easy rows first: a share of the train rows that grows to all of them.";
  static void describe(auto& self, auto& field) {
    field("start", self.start, "Share of the train rows that the first epoch learns from.", above_up_to(0, 1));
    field("epochs", self.epochs, "Epochs until all rows count.", at_least(1));
  }
  double share_of_rows(int64_t epoch) const;
};

}  // namespace plumb

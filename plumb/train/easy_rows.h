#pragma once

#include <optional>
#include <span>
#include <vector>

#include "plumb/train/scorer.h"

namespace plumb {

/// The `wanted` rows with the smallest losses, ascending by row; of equal losses the first rows. A loss that is no
/// number counts as the largest.
std::vector<int64_t> easiest(std::span<const float> losses, int64_t wanted);

/// Which train rows an epoch learns from, where callbacks ask for a share of them (callbacks/curriculum.h). The other
/// objects must outlive it.
class EasyRows {
 public:
  EasyRows(const Network& network, const std::vector<TrainTarget>& targets, const std::vector<TargetLoss>& losses,
           const TrainRows& rows, const TrainSettings& settings, int64_t batch_size, Precision precision,
           States& states);

  /// Of epoch 0 any rows, drawn by the seed; later the easiest at the weights as they are. The losses that decide are
  /// kept in `states`, so that an epoch which has `begun`, and is resumed, gets the rows that it had.
  std::vector<int64_t> choose(int64_t epoch, int64_t wanted, bool begun);

 private:
  std::span<const float> losses(bool begun);
  const TrainSettings& settings_;
  States& states_;
  int64_t rows_;
  Scorer scorer_;
};

}  // namespace plumb

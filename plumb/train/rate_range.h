#pragma once

#include <vector>

#include "plumb/train/trainer.h"

namespace plumb {

/// What a learning-rate range test found (Smith, "Cyclical learning rates for training neural networks", 2017).
struct RateRange {
  std::vector<double> rates = {}, losses = {}, smooth = {};  // of each update, rising rates
  bool diverged = false;                                     // it ended before the highest rate
  size_t lowest = 0;                                         // where the smooth loss is least
  size_t steepest = 0;                                       // where it falls fastest, before that
  double suggested() const { return rates.at(steepest); }
  /// The greatest rate that still seems safe: a tenth of that of the least loss.
  double highest() const { return rates.at(lowest) / 10; }
};

struct RateRangeOptions {
  double low = 1e-6, high = 10;
  int64_t steps = 100;
};

/// Trains a new network with a rate that grows by the same factor each update, from `low` to `high`; ends where the
/// smooth loss (a mean that forgets, 0.95) is four times the least one so far, or is no number. The weights are thrown
/// away. Schedules do not act, `accumulate` and class weights do.
RateRange rate_range(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
                     const TrainOptions& options, const TrainSettings& settings, const RateRangeOptions& range);

/// Where the smooth losses are least and fall fastest, over a window of rates; an Error where none of them fell.
void read_range(RateRange& range);

}  // namespace plumb

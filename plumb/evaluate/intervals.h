#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// How sure a score is: the percentile bootstrap (Efron and Tibshirani, 1993, chapter 13).
///
/// As many rows as there are, drawn with replacement, give the score once more; of a thousand such scores the middle
/// 95 % are the interval. It says how far the score would move with other test rows of the same kind. It does not know
/// that another seed would have trained another network.
struct Bootstrap {
  double level = 0.95;
  int64_t resamples = 1000;
  uint64_t seed = 0;
};

/// A metric and what it scores.
struct Scored {
  const Metric* metric;
  const Predictions* rows;
};

/// The scores of each resample, a list for each of `scored`: all on the same draws, whose weights say how often a row
/// was drawn, times its own weight; their rows stand in the same order. The same seed draws the same, on any number of
/// cores.
std::vector<std::vector<double>> resampled_scores(const std::vector<Scored>& scored, int64_t resamples, uint64_t seed);

/// The middle `level` of some values; nothing where more than half are no numbers (a class that most resamples lack).
std::optional<std::array<double, 2>> middle(std::vector<double> values, double level);

/// The interval of each metric. All are scored on the same draws, through counts where a metric reads only calls. Of
/// very many rows fewer resamples are drawn (`resamples_for`).
std::vector<std::optional<std::array<double, 2>>> intervals(const Predictions& predictions,
                                                            const std::vector<Metric>& metrics,
                                                            const Bootstrap& bootstrap);

/// As many as asked up to a hundred thousand rows times classes, then fewer, from 200 on: the ends of an interval then
/// waver by a tenth of its length, where it is short anyway.
int64_t resamples_for(const Predictions& predictions, const Bootstrap& bootstrap);

/// In a table: "95 % interval" above, "0.8470 to 0.8580" or "-" below. For machines: {"accuracy": [0.847, 0.858]}.
std::string interval_head(double level);
std::string interval_text(const Score& score);
Entry intervals_json(const std::vector<Score>& scores);

}  // namespace plumb

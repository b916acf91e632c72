#pragma once

#include <string>
#include <vector>

#include "plumb/evaluate/intervals.h"
#include "plumb/evaluate/slices.h"

namespace plumb {

/// What `plumb evaluate` shows of one target: the chosen metrics, then, for classes, a line each with precision,
/// recall, f1 and rows, and who was taken for whom; for numbers, the errors and where they lie.
struct Report {
  std::string target = {};
  std::vector<Score> scores = {};
  std::string text = {};  // for a person, as wide as the terminal
  Entry json = {};        // the same for machines: {"accuracy": 0.98, "classes": {...}, "confusion": [...]}
};

/// What another, simpler model says of the same rows: the majority class, the mean, a linear model.
struct Baseline {
  std::string name = {};  // "majority", "mean", "linear"
  Predictions predictions = {};
};

/// What stands beside the scores.
struct ReportOptions {
  std::optional<Bootstrap> intervals = {};
  std::vector<Baseline> baselines = {};
  std::vector<Slices> slices = {};
};

/// Scores the predictions by `metrics`; with none, by those that fit the target.
///
///     metric    value   95 % interval   majority  linear
///     accuracy  0.8525  0.8470, 0.8580    0.7638  0.8470
///
/// and a sentence where the model is no better than a baseline.
Report report(const Predictions& predictions, const std::vector<Metric>& metrics = {},
              const ReportOptions& options = {});

/// The metrics shown where none is asked for: accuracy, f1, auc, log_loss; of sets subset_accuracy, hamming, jaccard,
/// f1; of numbers rmse, mae, r2, and coverage of quantiles.
std::vector<Metric> default_metrics(const Predictions& predictions);

}  // namespace plumb

#pragma once

#include <string>
#include <vector>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// What `plumb evaluate` shows of one target: the chosen metrics, then, for classes, a line each with precision,
/// recall, f1 and rows, and who was taken for whom; for numbers, the errors and where they lie.
struct Report {
  std::string target = {};
  std::vector<Score> scores = {};
  std::string text = {};  // for a person, as wide as the terminal
  Entry json = {};        // the same for machines: {"accuracy": 0.98, "classes": {...}, "confusion": [...]}
};

/// Scores the predictions by `metrics`; with none, by those that fit the target.
Report report(const Predictions& predictions, const std::vector<Metric>& metrics = {});

/// The metrics shown where none is asked for: accuracy, f1, auc, log_loss; of sets subset_accuracy, hamming, jaccard,
/// f1; of numbers rmse, mae, r2, and coverage of quantiles.
std::vector<Metric> default_metrics(const Predictions& predictions);

}  // namespace plumb

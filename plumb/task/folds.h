#pragma once

#include "plumb/task/answering.h"
#include "plumb/task/task_data.h"

namespace plumb {

/// What a cross-validation says: each fold's scores, their mean and spread, and a report over all rows, each predicted
/// by the model that did not see it.
struct FoldScores {
  std::vector<std::vector<Report>> folds = {};
  std::vector<Report> all = {};
  Entry entry() const;       // for metrics.json
  std::string text() const;  // a table: metric, mean, spread, folds
  /// What `require` judges: the means that are shown, and those of the baselines.
  std::vector<Report> means() const;
};
/// One more fold's predictions behind those before.
void append_fold(std::vector<Predictions>& pooled, const std::vector<Predictions>& of_fold);

/// Collects predictions fold by fold; `baselines`: what those of the fold say, a list for each target.
class FoldCollector {
 public:
  void add(const std::vector<Predictions>& of_fold, const std::vector<Metric>& metrics,
           const std::vector<std::vector<Baseline>>& baselines = {});
  /// What all models said of all rows, fold after fold.
  const std::vector<Predictions>& pooled() const { return pooled_; }
  FoldScores scores(const std::vector<Metric>& metrics, const std::vector<ReportOptions>& options = {}) const;

 private:
  std::vector<std::vector<Report>> folds_;
  std::vector<Predictions> pooled_;
};

}  // namespace plumb

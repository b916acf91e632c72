#include "plumb/task/assess.h"

#include <algorithm>

#include "plumb/task/anomaly.h"

namespace plumb {
namespace {

bool is_labelled_anomaly(const TrainedTarget& target) { return target.anomaly && !target.anomaly->empty(); }

/// A row of this target, to ask by which metrics it is measured.
Predictions one_of(const TrainedTarget& target) {
  Predictions one{.labels = target.spec.labels, .quantiles = target.spec.quantiles};
  if (is_labelled_anomaly(target)) one.labels = anomaly_words;
  if (target.spec.is_set()) one.members.assign(target.spec.labels.size(), 0);
  return one;
}

}  // namespace

std::vector<Metric> measured_metrics(const Task& task, const std::vector<TrainedTarget>& targets) {
  std::vector<Metric> metrics = task.evaluate.metrics;
  for (const TrainedTarget& target : targets)
    if (std::none_of(task.evaluate.metrics.begin(), task.evaluate.metrics.end(),
                     [&](const Metric& metric) { return metric.fits(one_of(target)); }))
      metrics = with_metrics(std::move(metrics), target.anomaly ? anomaly_metrics(is_labelled_anomaly(target))
                                                                : default_metrics(one_of(target)));
  return with_metrics(std::move(metrics), task.require.metrics(task.evaluate));
}

void require_assessable(const Task& task, const std::vector<TrainedTarget>& targets, const Dataset& rows) {
  for (const Requirement& one : task.require.all)
    for (const Metric& metric : task.require.metrics(task.evaluate))
      require(metric.score_name() != one.score ||
                  std::any_of(targets.begin(), targets.end(),
                              [&](const auto& target) { return metric.fits(one_of(target)); }),
              "require.{}: scores {}, and no target is that; {} is {}", one.score, name_of(metric.needs()),
              targets.front().spec.name,
              targets.front().spec.is_class() ? "a class"
              : targets.front().spec.is_set() ? "a set"
                                              : "a number");
  require(task.require.all.empty() || rows.rows() > 0,
          "require: there are no test rows to measure; give `split.test` a share, or name test data");
  if (rows.rows() == 0) return;
  for (const std::string& column : task.evaluate.slices) {
    require(std::none_of(
                task.inputs.begin(), task.inputs.end(),
                [&](const auto& input) { return input.first == column && input.second.role == Input::Role::ignore; }),
            "evaluate.slices: column \"{}\" is ignored under `inputs`, so nothing of it is kept; name it under `id` "
            "instead, which the model does not see either",
            column);
    const std::string hint = did_you_mean(column, rows.table.names());
    require(rows.table.has(column), "evaluate.slices: there is no column \"{}\"{}", column,
            hint.empty() ? "; there are " + join(rows.table.names()) : hint);
    const ColumnType type = rows.table.at(column).type();
    require(type != ColumnType::image && type != ColumnType::list,
            "evaluate.slices: column \"{}\" holds {}, which have no groups; name a column of words or numbers", column,
            name_of(type));
  }
}

std::vector<ReportOptions> report_options(const EvaluateSection& section, uint64_t seed, const Dataset& rows,
                                          std::vector<std::vector<Baseline>> baselines) {
  std::vector<ReportOptions> all(baselines.size());
  for (size_t i = 0; i < all.size(); ++i) {
    all[i].intervals = section.bootstrap(seed);
    all[i].baselines = std::move(baselines[i]);
    for (const std::string& column : section.slices)
      if (rows.table.has(column)) all[i].slices.push_back(slices_of(column, rows.table.at(column)));
  }
  return all;
}

}  // namespace plumb

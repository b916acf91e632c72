#pragma once

#include "plumb/deploy/trained.h"
#include "plumb/evaluate/report.h"
#include "plumb/task/dataset.h"
#include "plumb/train/predictor.h"

namespace plumb {

/// A trained pipeline that answers raw rows: checks and types their columns, prepares them, runs the network.
///
///     Answering answering(load_trained("runs/adult-1"));
///     std::vector<Answer> answers = answering(table);        // one for each target
class Answering {
 public:
  explicit Answering(Trained trained, const PredictorSettings& settings = {});
  std::vector<Answer> operator()(const Table& raw);
  const Trained& trained() const { return trained_; }

 private:
  Trained trained_;
  Predictor predictor_;
};

/// The raw columns that the pipeline reads, in the types of the train rows; others are left out. A missing column or a
/// cell of another type is an Error that names it.
Table raw_columns(const Trained& trained, const Table& rows);

/// What the model says of labelled rows, ready for metrics: one for each target.
std::vector<Predictions> predictions(Answering& answering, const Dataset& rows);

/// Scores of labelled rows by the metrics that fit each target; with none, by the usual ones. `options`: of each
/// target.
std::vector<Report> reports(const std::vector<Predictions>& predictions, const std::vector<Metric>& metrics,
                            const std::vector<ReportOptions>& options = {});

/// `metrics.json`: rows, and for each target its scores and tables.
Entry reports_entry(const std::vector<Report>& reports, int64_t rows);

}  // namespace plumb

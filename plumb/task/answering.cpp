#include "plumb/task/answering.h"

#include "plumb/evaluate/threshold.h"
#include "plumb/task/anomaly.h"
#include "plumb/task/target_codes.h"

namespace plumb {
namespace {

constexpr int64_t chunk = 8192;  // rows prepared at a time: prepared rows are wider than raw ones

Column typed(const std::string& name, const Column& column, ColumnType type) {
  if (column.type() == type) return column;
  if (auto converted = column.as(type)) return std::move(*converted);
  for (int64_t row = 0; row < column.size(); ++row)
    if (!column.missing(row) && !column.take(std::vector{row}).as(type))
      throw Error("column \"{}\" is \"{}\" in row {}, but holds {} in the train rows", name, column.shown(row), row + 1,
                  name_of(type));
  throw Error("column \"{}\" holds {}, but {} in the train rows", name, name_of(column.type()), name_of(type));
}

}  // namespace

Table raw_columns(const Trained& trained, const Table& rows) {
  Table raw;
  for (const Schema::Field& field : trained.schema.fields) {
    if (!rows.has(field.name)) {
      const std::string hint = did_you_mean(field.name, rows.names());
      throw Error("the rows have no column \"{}\", which the model reads{}", field.name,
                  hint.empty() ? "; they have " + join(rows.names()) : hint);
    }
    raw.set(field.name, typed(field.name, rows.at(field.name), field.type));
  }
  return raw;
}

Answering::Answering(Trained trained, const PredictorSettings& settings)
    : trained_(std::move(trained)), predictor_(trained_.network, trained_.states, settings) {}

std::vector<Answer> Answering::operator()(const Table& rows) {
  const Table raw = raw_columns(trained_, rows);
  std::vector<Answer> answers;
  for (const TrainedTarget& target : trained_.targets)
    answers.push_back({.target = target.spec, .threshold = target.threshold, .anomaly = target.anomaly.has_value()});
  for (int64_t begin = 0; begin < raw.rows(); begin += chunk) {
    const int64_t end = std::min(begin + chunk, raw.rows());
    const Table prepared = trained_.prepare.apply(raw.slice(begin, end));
    const auto outputs = predictor_(make_tensors(trained_.tensors, prepared));
    for (size_t i = 0; i < answers.size(); ++i) {
      const TrainedTarget& target = trained_.targets[i];
      const Answer part = answer_from(target, outputs.at(target.spec.name), static_cast<size_t>(end - begin));
      answers[i].values.insert(answers[i].values.end(), part.values.begin(), part.values.end());
    }
  }
  return answers;
}

std::vector<Predictions> predictions(Answering& answering, const Dataset& rows) {
  const std::vector<Answer> answers = answering(rows.table);
  std::vector<Predictions> all;
  for (size_t i = 0; i < answers.size(); ++i) {
    const TrainedTarget& target = answering.trained().targets[i];
    require(rows.table.has(target.spec.name), "the rows have no column \"{}\", the target; they cannot be scored",
            target.spec.name);
    const Column& column = rows.table.at(target.spec.name);
    Predictions one = target.anomaly ? anomalies(target, answers[i].values, column) : truth_of(target, column);
    if (!target.anomaly) add_answers(target.spec, answers[i].values, one);
    if (target.threshold && !target.anomaly) one.called = called_by(*target.threshold, one);
    if (!rows.weight.empty()) one.weights = rows.table.at(rows.weight).as_numbers();
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<Report> reports(const std::vector<Predictions>& predictions, const std::vector<Metric>& metrics,
                            const std::vector<ReportOptions>& options) {
  std::vector<Report> all;
  for (size_t i = 0; i < predictions.size(); ++i) {
    const Predictions& one = predictions[i];
    std::vector<Metric> fitting;
    for (const Metric& metric : metrics)
      if (metric.fits(one)) fitting.push_back(metric);
    all.push_back(report(one, fitting, options.empty() ? ReportOptions() : options[i]));
  }
  return all;
}

Entry reports_entry(const std::vector<Report>& reports, int64_t rows) {
  Entry entry = Entry::map(), targets = Entry::map();
  entry.set("rows", Entry::number(rows));
  for (const Report& report : reports) {
    Entry one = report.json, scores = Entry::map();
    for (const Score& score : report.scores) {
      scores.set(score.name, Entry::number(score.value));
      one.erase(score.name);
    }
    one.set("scores", scores);
    targets.set(report.target, one);
  }
  entry.set("targets", targets);
  return entry;
}

}  // namespace plumb

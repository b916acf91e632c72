#include "plumb/task/model.h"

#include <ostream>

#include "plumb/deploy/bundle.h"
#include "plumb/model/summary.h"
#include "plumb/task/assess.h"
#include "plumb/task/decide.h"
#include "plumb/task/settle_precision.h"
#include "plumb/task/use_model.h"

namespace plumb {
namespace {

constexpr int64_t golden_rows = 5;

TrainOptions train_options(const CompileOptions& compiled, const FitOptions& fit) {
  TrainOptions options;
  options.optimizer = compiled.optimizer;
  options.loss = compiled.loss;
  options.losses = compiled.losses;
  options.loss_weights = compiled.loss_weights;
  options.schedule = fit.schedule;
  options.epochs = fit.epochs;
  options.batch_size = fit.batch_size;
  options.callbacks = fit.callbacks;
  options.class_weights = fit.class_weights;
  options.batches = fit.batches;
  options.accumulate = fit.accumulate;
  options.clip_norm = fit.clip_norm;
  options.clip_value = fit.clip_value;
  options.precision = fit.precision;
  options.on_nan = fit.on_nan;
  options.from = fit.from;
  options.checkpoint = fit.checkpoint;
  return options;
}

}  // namespace

double Scores::operator[](const std::string& metric) const {
  std::vector<std::string> known;
  for (const Report& report : reports)
    for (const Score& score : report.scores) {
      if (score.name == metric) return score.value;
      known.push_back(score.name);
    }
  throw Error("\"{}\" was not measured; there are {}", metric, join(known));
}

std::ostream& operator<<(std::ostream& out, const Scores& scores) {
  for (const Report& report : scores.reports) out << report.text;
  return out;
}

Model::Model(Pipeline prepare, Architecture network) : prepare_(std::move(prepare)), network_(std::move(network)) {}
Model::Model(Answering answering) : answering_(std::make_shared<Answering>(std::move(answering))) {}

History Model::fit(const Dataset& train, const FitOptions& options) {
  const TrainOptions train_as = train_options(compiled_, options);
  const bool any_threads = options.deterministic == Deterministic::any_threads;
  const PredictorSettings how{.threads = options.threads, .any_threads = any_threads};
  const TrainSettings race{.seed = options.seed, .threads = options.threads, .any_threads = any_threads};
  ReadyFit fit = make_ready({.prepare = prepare_,
                             .model = network_,
                             .options = train_as,
                             .augment = options.augment,
                             .seed = options.seed,
                             .race = race},
                            train, options.valid.rows() > 0 ? &options.valid : nullptr);
  const EvaluateSection section{
      .calibrate = options.calibrate, .threshold = options.threshold, .baseline = options.baseline};
  require_decidable(fit, options.valid, section);
  const TrainSettings settings{.seed = options.seed,
                               .threads = options.threads,
                               .any_threads = any_threads,
                               .folder = options.folder,
                               .quiet = options.quiet,
                               .metrics = compiled_.metrics,
                               .augment = augmenter(options.augment, options.seed)};
  settle_precision(fit, settings);
  start_from(fit, options.from);
  const History history = run_fit(fit, settings);
  decide(fit, options.valid, section, how);
  baselines_ = fit_baselines(fit, section.baseline, settings);
  sample_ = train.table.slice(0, std::min(golden_rows, train.rows()));
  answering_ = std::make_shared<Answering>(std::move(fit.trained), how);
  return history;
}

Answering& Model::answering() {
  require(answering_ != nullptr, "the model is not trained yet; call fit, or load");
  return *answering_;
}

const Trained& Model::trained() const {
  require(answering_ != nullptr, "the model is not trained yet; call fit, or load");
  return answering_->trained();
}

Scores Model::evaluate(const Dataset& rows, const EvaluateOptions& options) {
  const std::vector<Predictions> said = predictions(answering(), rows);
  const EvaluateSection section{
      .slices = options.slices, .intervals = options.intervals, .resamples = options.resamples};
  for (const std::string& column : options.slices)
    require(rows.table.has(column), "slices: there is no column \"{}\"; there are {}", column,
            join(rows.table.names()));
  return {reports(said, compiled_.metrics,
                  report_options(section, options.seed, rows, say_of(baselines_, said, rows, {})))};
}

std::vector<Answer> Model::predict(const Table& rows) { return answering()(rows); }

std::string Model::summary() const { return plumb::summary(trained().network); }

void Model::save(const Path& file) {
  const Table rows = raw_columns(trained(), sample_);
  write_bundle(file, trained(), {.rows = rows, .answers = answering()(rows)});
}

Model Model::load(const Path& from) {
  Model model(open_model(from));
  if (std::filesystem::is_regular_file(from)) model.sample_ = read_bundle(from).golden.rows;
  return model;
}

}  // namespace plumb

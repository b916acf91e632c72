#include "plumb/task/runner.h"

#include "plumb/core/progress.h"
#include "plumb/engine/devices.h"
#include "plumb/prepare/decode_image.h"
#include "plumb/prepare/resize.h"
#include "plumb/prepare/tokenize.h"
#include "plumb/task/export_model.h"
#include "plumb/task/folds.h"
#include "plumb/task/read_task.h"
#include "plumb/task/run_folder.h"
#include "plumb/task/task_data.h"

namespace plumb {
namespace {

constexpr size_t most_skipped_listed = 100;

std::string device_of(const Task& task) {
  return task.device == Device::automatic ? preferred_device() : std::string(name_of(task.device));
}

PredictorSettings predictor_settings(const Task& task, const RunSettings& settings) {
  return {.device = device_of(task),
          .threads = settings.threads,
          .any_threads = task.deterministic == Deterministic::any_threads};
}

TrainSettings train_settings(const Task& task, const RunSettings& settings, const Path& folder, bool resume) {
  TrainSettings train{.seed = task.seed,
                      .device = device_of(task),
                      .threads = settings.threads,
                      .any_threads = task.deterministic == Deterministic::any_threads,
                      .folder = folder,
                      .resume = resume,
                      .quiet = settings.quiet,
                      .metrics = task.evaluate.metrics,
                      .augment = augmenter(task.augment, task.seed)};
  if (!folder.empty()) train.how_to_resume = "plumb resume " + folder.string();
  return train;
}

Entry skipped_entry(const std::vector<Skipped>& skipped) {
  Entry entry = Entry::map(), list = Entry::list();
  entry.set("rows", Entry::number(static_cast<int64_t>(skipped.size())));
  for (size_t i = 0; i < std::min(skipped.size(), most_skipped_listed); ++i) {
    Entry one = Entry::map();
    one.set("where", Entry::text(skipped[i].where));
    one.set("reason", Entry::text(skipped[i].reason));
    list.push(one);
  }
  entry.set("first", list);
  return entry;
}

/// One fold after the other; nothing of them is kept but what they scored.
FoldScores cross_validate(const Task& task, const TaskData& data, const RunSettings& settings) {
  FoldCollector collector;
  const auto folds = fold(data.whole.table, task.split, data.whole.stratum(), task.seed);
  for (size_t i = 0; i < folds.size(); ++i) {
    const Dataset train = data.whole.take(folds[i].train), valid = data.whole.take(folds[i].valid);
    ReadyFit fit = make_ready(request_of(task), train, &valid);
    start_from(fit, task.train.from);
    const History history = run_fit(fit, task.train, train_settings(task, settings, {}, false));
    if (history.interrupted) throw Error("stopped in fold {} of {}; nothing is kept", i + 1, folds.size());
    Answering answering(std::move(fit.trained), predictor_settings(task, settings));
    collector.add(predictions(answering, data.whole.take(folds[i].test)), task.evaluate.metrics);
    if (!settings.quiet) say(fmt::format("fold {} of {} done", i + 1, folds.size()));
  }
  return collector.scores(task.evaluate.metrics);
}

/// The task as it was run: with the steps that the types implied, and without the columns that were left out.
Task settled(Task task, const ReadyFit& fit) {
  task.prepare = fit.steps;
  for (auto& [column, input] : task.inputs) {  // steps by now
    input.size.reset();
    input.text.reset();
  }
  for (const Implied::LeftOut& column : fit.left_out)
    task.inputs.emplace_back(column.column, Input{.role = Input::Role::ignore});
  return task;
}

RunResult run(const Task& task, const RunSettings& settings, const Path& resumed) {
  const TaskData data = read_task_data(task);
  ReadyFit fit = make_ready(request_of(task), data.train, &data.valid);
  fit.trained.reader = without_paths(task.data.train.front());
  if (resumed.empty()) start_from(fit, task.train.from);
  for (const std::string& reason : fit.reasons) say(reason);

  RunResult result;
  std::optional<FoldScores> folds;
  if (task.split.folds > 0 && resumed.empty()) folds = cross_validate(task, data, settings);
  result.folder = resumed.empty() ? make_run_folder(settings.runs, task.name) : resumed;
  if (resumed.empty()) write_file(result.folder / "task.yaml", render(settled(task, fit)));
  if (folds) write_file(result.folder / "folds.json", to_json(folds->entry()) + "\n");
  if (!data.skipped.empty()) write_file(result.folder / "skipped.json", to_json(skipped_entry(data.skipped)) + "\n");

  result.history = run_fit(fit, task.train, train_settings(task, settings, result.folder, !resumed.empty()));
  if (result.history.interrupted) return result;
  save_trained(result.folder, fit.trained);

  if (folds) {
    result.reports = folds->all;
    result.metrics = folds->entry();
  } else if (task.split.folds > 0) {
    result.metrics = parse_json(read_file(result.folder / "folds.json"), "folds.json");
  } else if (data.test.rows() > 0) {
    Answering answering(std::move(fit.trained), predictor_settings(task, settings));
    result.reports = reports(predictions(answering, data.test), task.evaluate.metrics);
    result.metrics = reports_entry(result.reports, data.test.rows());
  }
  write_file(result.folder / "metrics.json", to_json(result.metrics) + "\n");
  if (folds && !settings.quiet) say(folds->text());
  for (const ExportTarget& target : task.deploy)
    say(export_model(result.folder, target, {.threads = settings.threads}).text);
  return result;
}

}  // namespace

namespace {

/// Whether a step of the task makes something of this text already.
bool has_step(const std::vector<Step>& steps, const std::string& column) {
  for (const Step& step : steps) {
    const Entry written = step.write();
    const Entry* columns = written.fields().front().value.find("columns");
    if (!columns) continue;
    if (step.name() == Tokenize::name && columns->items().empty()) return true;
    for (const Entry& one : columns->items())
      if (one.word() == column) return true;
  }
  return false;
}

}  // namespace

FitRequest request_of(const Task& task) {
  Pipeline prepare(task.prepare);
  for (const auto& [column, input] : task.inputs) {
    if (input.type == ColumnType::text && !has_step(task.prepare, column)) {
      Tokenize step = input.text.value_or(Tokenize{});
      step.columns = {column};
      prepare.add(step);
    }
    if (input.size) {
      prepare.add(DecodeImage{.columns = {column}});
      prepare.add(Resize{.height = (*input.size)[0], .width = (*input.size)[1], .columns = {column}});
    }
  }
  return {
      .name = task.name, .prepare = std::move(prepare), .model = task.model, .options = task.train, .seed = task.seed};
}

RunResult train_task(const Task& task, const RunSettings& settings) { return run(task, settings, {}); }

RunResult resume_run(const Path& folder, const RunSettings& settings) {
  require(std::filesystem::exists(folder / "task.yaml"), "{} is no run: it has no task.yaml; `plumb runs` lists them",
          folder.string());
  require(!std::filesystem::exists(folder / "metrics.json"), "{} was trained to the end; nothing is left to do",
          folder.string());
  return run(read_task((folder / "task.yaml").string()), settings, folder);
}

}  // namespace plumb

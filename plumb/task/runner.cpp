#include "plumb/task/runner.h"

#include "plumb/core/progress.h"
#include "plumb/core/table_hash.h"
#include "plumb/engine/devices.h"
#include "plumb/engine/threads.h"
#include "plumb/prepare/decode_image.h"
#include "plumb/prepare/resize.h"
#include "plumb/prepare/tokenize.h"
#include "plumb/task/assess.h"
#include "plumb/task/data_facts.h"
#include "plumb/task/decide.h"
#include "plumb/task/draw.h"
#include "plumb/task/export_model.h"
#include "plumb/task/feeding.h"
#include "plumb/task/fold_store.h"
#include "plumb/task/folds.h"
#include "plumb/task/leaks.h"
#include "plumb/task/read_task.h"
#include "plumb/task/run_folder.h"
#include "plumb/task/settle_precision.h"
#include "plumb/task/task_data.h"
#include "plumb/task/tested.h"
#include "plumb/train/checkpoints.h"
#include "plumb/train/interrupt.h"

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

/// The rows of a run: in memory, or `stream` with samples in their place.
struct RunData {
  TaskData rows = {};
  std::optional<StreamedData> stream = {};
  TrainRows sampled = {};  // of a stream, as tensors

  int64_t rows_of_test() const { return stream ? stream->rows(RowPart::test) : rows.test.rows(); }
  /// Rows with the columns of those that will be scored; none where there are none.
  const Dataset& like_test(const Task& task) const {
    if (task.split.folds > 0) return rows.whole;
    return stream && rows_of_test() > 0 ? rows.train : rows.test;
  }
};

RunData read_run_data(const Task& task, const Feeding& feeding) {
  RunData data;
  if (feeding.streamed) {
    data.stream.emplace(task, feeding.memory);
    data.rows = data.stream->sample();
    say_skipped(data.rows.skipped);
    warn_of_leaks(task, data.rows);
    say(data.stream->text());
  } else {
    data.rows = read_task_data(task);
  }
  return data;
}

using LeftOut = std::vector<Implied::LeftOut>;

/// Of all trainings of a run; a run that is resumed refuses other rows, those of test among them. Columns that were
/// left out do not count: the run's task ignores them, so that they are not read again.
TrainSettings settings_in_run(const Task& task, const RunData& data, const LeftOut& left_out,
                              const RunSettings& settings, const Path& folder) {
  TrainSettings train = train_settings(task, settings, folder, true);
  if (data.stream) {
    train.held_out = data.stream->fingerprint();
    return train;
  }
  Table held = task.split.folds > 0 ? data.rows.whole.table : data.rows.test.table;
  for (const Implied::LeftOut& column : left_out)
    if (held.has(column.column)) held.erase(column.column);
  train.held_out = hash_table(held);
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

struct CrossValidation {
  FoldScores scores = {};
  std::vector<Predictions> predictions = {};
};

/// What a run asks to be fitted: networks may be trained to be compared, but for rows that are streamed. `folder`: of
/// the run, once there is one.
FitRequest fit_request(const Task& task, const RunData& data, const RunSettings& settings, const Path& folder = {}) {
  FitRequest request = request_of(task);
  if (data.stream)
    request.rows = data.stream->rows(RowPart::train);
  else
    request.race = train_settings(task, settings, folder);
  return request;
}

/// One fold after the other. Those that are done stay in `folds/` with what they said of their rows; of the one that is
/// at work, its checkpoints. `Stopped` where the user stops it.
CrossValidation cross_validate(const Task& task, const RunData& all, const LeftOut& left_out,
                               const std::vector<Metric>& metrics, const RunSettings& settings, const Path& folder) {
  const TaskData& data = all.rows;
  FoldCollector collector;
  const auto folds = fold(data.whole.table, task.split, data.whole.stratum(), task.seed, data.whole.not_inputs());
  Dataset whole = data.whole;
  whole.drop_split_column(task.split);
  const TrainSettings common = settings_in_run(task, all, left_out, settings, folder);
  make_folder(folder / "folds");
  std::vector<std::vector<Baseline>> baselines;
  std::vector<int64_t> order;
  for (size_t i = 0; i < folds.size(); ++i) {
    const Path done = folder / "folds" / fmt::format("{}.safetensors", i + 1);
    const Path simpler = folder / "folds" / fmt::format("{}.simpler", i + 1);
    const Dataset test = whole.take(folds[i].test);
    if (!std::filesystem::exists(done)) {
      const Dataset train = whole.take(folds[i].train), valid = whole.take(folds[i].valid);
      ReadyFit fit = make_ready(fit_request(task, all, settings, folder), train, &valid);
      start_from(fit, task.train.from);
      if (!fit.race.is_null() && !settings.quiet) say(fit.reasons.front());
      TrainSettings how = common;
      how.folder.clear();
      how.checkpoints = folder / "folds" / std::to_string(i + 1);
      if (run_fit(fit, how).interrupted) throw Stopped("stopped in a fold");
      decide(fit, valid, task.evaluate, predictor_settings(task, settings));
      const Baselines simple = fit_baselines(fit, task.evaluate.baseline, how);
      if (simple.interrupted) throw Stopped("stopped in a fold");
      Answering answering(std::move(fit.trained), predictor_settings(task, settings));
      save_baselines(simpler, simple);
      save_fold(done, predictions(answering, test));
      remove_checkpoints(how.checkpoints);
      if (!settings.quiet) say(fmt::format("fold {} of {} done", i + 1, folds.size()));
    }
    const std::vector<Predictions> of_fold = load_fold(done);
    const auto of_baselines = say_of(load_baselines(simpler), of_fold, test, predictor_settings(task, settings));
    append_baselines(baselines, of_baselines);
    collector.add(of_fold, metrics, of_baselines);
    order.insert(order.end(), folds[i].test.begin(), folds[i].test.end());
  }
  const auto options = report_options(task.evaluate, task.seed, data.whole.take(order), std::move(baselines));
  return {.scores = collector.scores(metrics, options), .predictions = collector.pooled()};
}

/// Where the task lies as it was asked for, if its network was chosen by a race: each fold has a race of its own, so
/// that its test rows choose nothing.
Path task_of_folds(const Path& folder) { return folder / "folds" / "task.yaml"; }

/// The task as it was run: with the network that was chosen and its training, the steps that the types implied, and
/// without the columns that were left out, and with what was chosen about streaming.
Task settled(Task task, const ReadyFit& fit) {
  task.prepare = fit.steps;
  task.model = fit.model;
  task.train = fit.options;
  if (task.memory_limit || fit.rows.stream) task.data.stream = fit.rows.stream != nullptr;
  for (auto& [column, input] : task.inputs) {  // steps by now
    input.size.reset();
    input.text.reset();
  }
  const bool compares = task.split.by == SplitBy::content;  // rows, by all their columns, whenever they are divided
  for (const Implied::LeftOut& column : fit.left_out)
    if (!compares &&
        !contains_word(task.evaluate.slices, column.column))  // of which the scores are read from the rows again
      task.inputs.emplace_back(column.column, Input{.role = Input::Role::ignore});
  return task;
}

/// A new run folder that holds the task; or none, where the disk refuses it.
Path new_run(const Task& task, const RunData& data, const ReadyFit& fit, const RunSettings& settings) {
  const Path folder = make_run_folder(settings.runs, task.name);
  try {
    save_beginning(folder, {.threads = settings.threads, .version = PLUMB_VERSION});
    // Here, and not by whoever goes on with the run: that one no longer sees the columns that were left out.
    write_file(folder / "data.json", to_json(data.stream ? data.stream->facts() : facts_of(data.rows)) + "\n");
    if (!fit.race.is_null()) write_file(folder / "race.json", to_json(fit.race) + "\n");
    if (!fit.race.is_null() && task.split.folds > 0) {
      make_folder(folder / "folds");
      write_file(task_of_folds(folder), render_as_said(task));
    }
    write_file(folder / "task.yaml", render(settled(task, fit)));
  } catch (...) {
    std::error_code problem;
    std::filesystem::remove_all(folder, problem);
    throw;
  }
  return folder;
}

/// Removes what is kept of the folds: first what says that a fold is done, so that one that is half gone is done again.
void remove_folds(const Path& folds) {
  std::error_code problem;
  std::vector<Path> done;
  for (const auto& item : std::filesystem::directory_iterator(folds, problem))
    if (item.path().extension() == ".safetensors") done.push_back(item.path());
  for (const Path& file : done) std::filesystem::remove(file, problem);
  std::filesystem::remove_all(folds, problem);
}

/// Trains, evaluates and exports in a run folder, in steps that may be repeated: what is there is written over by the
/// same. Checkpoints go last, so that until then `resume` finds a beginning.
RunResult run_in(const Path& folder, const Task& task, const RunData& all, ReadyFit& fit, const RunSettings& settings) {
  const TaskData& data = all.rows;
  RunResult result{.folder = folder};
  if (!data.skipped.empty()) write_file(folder / "skipped.json", to_json(skipped_entry(data.skipped)) + "\n");
  const std::vector<Metric> metrics = measured_metrics(task, fit.trained.targets);
  const PredictorSettings how = predictor_settings(task, settings);
  std::optional<CrossValidation> folds;
  if (task.split.folds > 0) {
    const Path asked = task_of_folds(folder);
    const bool raced = std::filesystem::exists(asked);
    folds = cross_validate(raced ? read_task(asked.string()) : task, all, fit.left_out, metrics, settings, folder);
    write_file(folder / "folds.json", to_json(folds->scores.entry()) + "\n");
  }
  if (checkpoints_in(folder / "checkpoints").empty()) start_from(fit, task.train.from);
  const TrainSettings in_run = settings_in_run(task, all, fit.left_out, settings, folder);
  result.history = run_fit(fit, in_run);
  if (result.history.interrupted) return result;
  decide(fit, data.valid, task.evaluate, how);
  if (all.stream) fit.rows = all.sampled;  // simple models learn from some rows anyway
  const Baselines baselines = fit_baselines(fit, task.evaluate.baseline, in_run);
  result.history.interrupted = baselines.interrupted;
  if (baselines.interrupted) return result;
  save_trained(folder, fit.trained);
  save_baselines(folder, baselines);

  std::vector<Predictions> said;
  if (folds) {
    said = std::move(folds->predictions);
    result.reports = folds->scores.all;
    result.metrics = folds->scores.entry();
    if (!settings.quiet) say(folds->scores.text());
  } else if (all.rows_of_test() > 0) {
    Answering answering(std::move(fit.trained), how);
    Tested tested = all.stream ? test_rows(answering, baselines, *all.stream, task.evaluate.slices, how)
                               : test_rows(answering, baselines, data.test, how);
    said = std::move(tested.said);
    result.reports =
        reports(said, metrics, report_options(task.evaluate, task.seed, tested.rows, std::move(tested.baselines)));
    result.metrics = reports_entry(result.reports, said.front().rows());
  }
  if (!said.empty()) save_fold(folder / "predictions.safetensors", said);
  if (task.evaluate.plots) draw(folder / "plots", said, result.history.epochs);
  if (task.on_error == OnError::skip) {
    result.skipped = static_cast<int64_t>(data.skipped.size());
    if (result.metrics.is_null()) result.metrics = Entry::map();
    result.metrics.set("skipped_rows", Entry::number(result.skipped));
  }
  result.verdicts = judge(task.require, folds ? folds->scores.means() : result.reports);
  if (!result.verdicts.empty()) result.metrics.set("require", verdicts_entry(result.verdicts));
  write_file(folder / "metrics.json", to_json(result.metrics) + "\n");
  for (const ExportTarget& target : task.deploy) say(export_model(folder, target, {.threads = settings.threads}).text);
  remove_folds(folder / "folds");
  remove_checkpoints(folder / "checkpoints");
  return result;
}

RunResult run(Task task, const RunSettings& settings, const Path& resumed) {
  const std::string go_on = "plumb resume " + resumed.string();
  const std::string first_words = resumed.empty() ? "\nstopped; nothing has been written\n"
                                                  : "\nstopped; nothing has changed\nto go on: " + go_on + "\n";
  std::optional<Parting> before, after;
  if (settings.may_exit) before.emplace(first_words.c_str(), resumed.empty() ? shell_code_of_ctrl_c : 0);
  // Whoever goes on with the run may stand in another folder.
  if (task.train.from) task.train.from->path = std::filesystem::absolute(task.train.from->path).string();
  const Feeding feeding = choose_feeding(task, settings);
  for (const std::string& reason : {task.data.reason, feeding.reason})
    if (!reason.empty()) say(reason);
  RunData data = read_run_data(task, feeding);
  ReadyFit fit = make_ready(fit_request(task, data, settings), data.rows.train, &data.rows.valid);
  require_decidable(fit, data.rows.valid, task.evaluate);
  require_assessable(task, fit.trained.targets, data.like_test(task));
  if (data.stream) data.sampled = data.stream->feed(fit);
  fit.trained.reader = without_paths(task.data.train.front());
  for (const std::string& reason : fit.reasons) say(reason);

  if (resumed.empty()) settle_precision(task, fit, train_settings(task, settings));
  const Path folder = resumed.empty() ? new_run(task, data, fit, settings) : resumed;
  const std::string last_words = "\nstopped; what was done is saved\nto go on: plumb resume " + folder.string() + "\n";
  if (settings.may_exit) after.emplace(last_words.c_str(), 0);
  try {
    return run_in(folder, task, data, fit, settings);
  } catch (const Stopped&) {
    return {.folder = folder, .history = {.interrupted = true}};
  } catch (const Error& error) {
    if (error.kind() != Error::Kind::machine) throw;
    throw Error(fmt::format("{}\nwhat was saved before is whole; to go on once this is mended: plumb resume {}",
                            error.what(), folder.string()),
                Error::Kind::machine);
  }
}

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

RunSettings with_threads(RunSettings settings, int threads) {
  if (settings.threads == 0) settings.threads = threads;
  return settings;
}

}  // namespace

TrainSettings train_settings(const Task& task, const RunSettings& settings, const Path& folder, bool resume) {
  TrainSettings train{.seed = task.seed,
                      .device = device_of(task),
                      .threads = settings.threads,
                      .any_threads = task.deterministic == Deterministic::any_threads,
                      .folder = folder,
                      .resume = resume,
                      .stop_after = settings.stop_after,
                      .quiet = settings.quiet,
                      .metrics = task.evaluate.metrics,
                      .augment = augmenter(task.augment, task.seed)};
  if (!folder.empty()) train.how_to_resume = "plumb resume " + folder.string();
  return train;
}

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
  return {.name = task.name,
          .prepare = std::move(prepare),
          .model = task.model,
          .options = task.train,
          .augment = task.augment,
          .seed = task.seed};
}

RunResult train_task(const Task& task, const RunSettings& settings) {
  try {
    return run(task, with_threads(settings, threads_offered()), {});
  } catch (const Stopped&) {  // while networks raced
    say("nothing has been written");
    return {.history = {.interrupted = true}};
  }
}

RunResult resume_run(const Path& folder, const RunSettings& settings) {
  require_begun(folder);
  require(!is_finished(folder), "{} was trained to the end; nothing is left to do", folder.string());
  for (const Path& place :
       {folder / "checkpoints", folder / "folds", folder / "tensorboard", folder / "baseline", folder / "plots"})
    remove_temporaries(place);
  const auto threads = static_cast<int>(load_beginning(folder).threads);
  return run(read_task((folder / "task.yaml").string()), with_threads(settings, threads), folder);
}

}  // namespace plumb

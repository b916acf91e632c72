#include "plumb/task/forecast.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "plumb/core/progress.h"
#include "plumb/core/text_table.h"
#include "plumb/task/assess.h"
#include "plumb/task/baselines.h"
#include "plumb/task/choose_network.h"
#include "plumb/task/forecast_disk.h"
#include "plumb/task/sample.h"
#include "plumb/task/settle_precision.h"
#include "plumb/task/task_data.h"
#include "plumb/train/training_cost.h"

namespace plumb {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// What the program and its libraries take before any data: measured as the peak of training a table of ten rows.
constexpr double program_bytes = 34 << 20;
// Until the first row is read, and for pictures and files at the end, of the run and of a fold: measured with small
// tables.
constexpr double seconds_around = 0.04, seconds_around_fold = 0.015;
// Cells are gathered in vectors that double, so a table in the making takes half as much again.
constexpr double growth = 1.5;

double tensor_bytes(const TrainRows& rows) {
  double bytes = 4 * static_cast<double>(rows.weights.size());
  for (const auto* tensors : {&rows.inputs, &rows.targets})
    for (const TensorRows& tensor : *tensors)
      bytes += static_cast<double>(tensor.row_bytes()) * static_cast<double>(tensor.rows);
  return bytes;
}

/// What the prepared table takes that these tensors are made of: its numbers are doubles.
double prepared_bytes(const TrainRows& rows) {
  double bytes = 0;
  for (const TensorRows& tensor : rows.inputs)
    bytes +=
        static_cast<double>(tensor.row_bytes()) * static_cast<double>(tensor.rows) * (tensor.type == Type::f32 ? 2 : 1);
  return bytes;
}

double all_rows(const Forecast::Rows& rows) { return rows.train + rows.valid + rows.test; }

/// Memory of the stages of a run (task/runner.cpp): tables are read, divided into copies, prepared into tables of
/// numbers, which become tensors; those stay while training, beside the divided tables.
void add_memory(Forecast& forecast, const TaskSample& sample, const ReadyFit& fit, const TrainingCost& cost) {
  Forecast::Memory& memory = forecast.memory;
  const bool folds = forecast.folds > 0;
  const double scale = sample.prepared_scale;
  memory.program = program_bytes;
  memory.tables = sample.table_bytes;
  const double train_tensors = tensor_bytes(fit.rows) * scale;
  memory.tensors = train_tensors + (fit.valid ? tensor_bytes(*fit.valid) * scale : 0);
  memory.states = cost.state_bytes;
  memory.copies = cost.copy_bytes;
  memory.plans = cost.plan_bytes;
  // With folds all rows stay as a whole, and a fold's part lies beside that of the model that is kept.
  const double held = memory.tables * (folds ? 2 : 1);
  memory.reading = memory.program + std::max(sample.raw_bytes + growth * memory.tables, 2 * memory.tables);
  memory.preparing = memory.program + held + prepared_bytes(fit.rows) * scale + train_tensors * (folds ? 2 : 1);
  memory.training =
      memory.program + held + memory.tensors * (folds ? 2 : 1) + memory.states + memory.copies + memory.plans;
}

const char* largest_stage(const Forecast::Memory& memory) {
  return memory.peak() == memory.reading ? "reading" : memory.peak() == memory.preparing ? "preparing" : "training";
}

/// A streamed run goes over its text twice, for the types and to count and sample, and then reads what an epoch wants
/// while the epoch before it is trained on.
void as_streamed(Forecast::Seconds& seconds, double epochs) {
  const double feeding = seconds.read + seconds.prepare;
  seconds.train = std::max(seconds.train, epochs * feeding);
  seconds.test += seconds.read;
  seconds.read *= 2;
  seconds.choose = 0;  // networks are compared on rows in memory only
}

/// Updates of one training of so many rows.
double updates_of(const TrainOptions& options, double rows) {
  const auto batch = static_cast<double>(std::min(options.batch_size, static_cast<int64_t>(rows)));
  return static_cast<double>(options.epochs) *
         std::ceil(std::ceil(rows / batch) / static_cast<double>(options.accumulate));
}

double seconds_of(const TrainingCost& cost, const TrainOptions& options, double rows, double valid) {
  return cost.setup_seconds + updates_of(options, rows) * cost.update_seconds +
         static_cast<double>(options.epochs) * valid * cost.score_seconds;
}

/// A network that may win the race.
struct Rival {
  ReadyFit fit;
  TrainingCost cost;
  double prepare_seconds = 0;
};

std::vector<Rival> rivals_of(FitRequest request, const Dataset& train, const Dataset* valid,
                             const TrainSettings& settings) {
  std::vector<Rival> rivals;
  for (const NamedNetwork& network : networks_to_race(request, train)) {
    request.model = network;
    const auto preparing = Clock::now();
    Rival rival{.fit = make_ready(request, train, valid)};
    rival.prepare_seconds = seconds_since(preparing);
    rival.cost = cost_of_training(rival.fit.trained.network, rival.fit.targets, rival.fit.rows,
                                  rival.fit.valid ? &*rival.fit.valid : nullptr, rival.fit.options, settings);
    rivals.push_back(std::move(rival));
  }
  return rivals;
}

/// Of the trainings in which networks are compared to choose one.
double seconds_of_race(const std::vector<Rival>& rivals, double rows) {
  double seconds = 0;
  for (const Rival& rival : rivals)
    seconds += inner_folds * (rival.prepare_seconds + seconds_of(rival.cost, rival.fit.options,
                                                                 share_of_inner_fold * rows, watched_in_race * rows));
  return seconds;
}

/// Intervals of the scores: each resample goes over the rows once for each metric and to draw them.
double seconds_of_intervals(const Task& task, const std::vector<TrainedTarget>& targets, double rows) {
  constexpr double seconds_a_row = 2e-9;
  const auto walks = static_cast<double>(1 + measured_metrics(task, targets).size());
  return rows * static_cast<double>(Bootstrap().resamples) * walks * seconds_a_row;
}

std::string seconds_text(double seconds) {
  if (seconds < 60) return fmt::format("{:.1f} s", seconds);
  if (seconds < 3600) return fmt::format("{:.1f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace

double Forecast::Memory::peak() const { return std::max({reading, preparing, training}); }

Forecast forecast_task(const Task& of, const RunSettings& settings) {
  Task task = of;
  const TaskSample sample = sample_task(task);
  const TaskData& data = sample.data;
  const auto preparing = Clock::now();
  FitRequest request = request_of(task);
  request.rows = static_cast<int64_t>(sample.rows.train);
  ReadyFit fit = make_ready(request, data.train, &data.valid);
  const TrainOptions& options = fit.options;
  const double prepare_seconds = seconds_since(preparing) * sample.prepared_scale;
  start_from(fit, task.train.from);
  const TrainSettings train = train_settings(task, settings);
  settle_precision(task, fit, train);
  const TrainingCost cost =
      cost_of_training(fit.trained.network, fit.targets, fit.rows, fit.valid ? &*fit.valid : nullptr, options, train);

  Forecast forecast{.rows = sample.rows,
                    .parameters = cost.parameters,
                    .epochs = options.epochs,
                    .folds = task.split.folds,
                    .device = train.device,
                    .precision = name_of(options.precision.chosen.value_or(Precision::fp32))};
  const Forecast::Rows& rows = forecast.rows;
  forecast.batch_size = std::min(options.batch_size, static_cast<int64_t>(rows.train));
  const auto folds = static_cast<double>(task.split.folds);
  const double trainings = folds > 0 ? folds : 1;  // of all train rows: k folds train on k - 1 parts, the model on all
  forecast.updates = trainings * updates_of(options, rows.train);
  forecast.seconds.read = sample.read_seconds;
  forecast.seconds.prepare = prepare_seconds * trainings;
  std::vector<Rival> rivals;
  Baselines baselines;
  if (!task.memory_limit) {  // which holds for a forecast, too
    rivals = rivals_of(request, data.train, &data.valid, train);
    forecast.seconds.choose = trainings * seconds_of_race(rivals, static_cast<double>(data.train.rows()));
    const auto start = Clock::now();
    baselines = fit_baselines(fit, task.evaluate.baseline, train);
    forecast.seconds.baselines = trainings * seconds_since(start);
  }
  forecast.seconds.train = trainings * seconds_of(cost, options, rows.train, rows.valid);
  const double tested = folds > 0 ? rows.train + rows.valid : rows.test;
  forecast.seconds.test = seconds_around + folds * seconds_around_fold +
                          seconds_of_intervals(task, fit.trained.targets, tested) +
                          tested * (cost.score_seconds + prepare_seconds / (rows.train + rows.valid));
  add_memory(forecast, sample, fit, cost);
  Forecast::Memory& memory = forecast.memory;
  memory.streaming =
      memory.program + memory.states + memory.copies + memory.plans + stream_buffers(stream_memory(task));
  forecast.feeding = feeding_for(task, memory.peak(), largest_stage(memory), memory.streaming);
  if (forecast.feeding.streamed) as_streamed(forecast.seconds, static_cast<double>(options.epochs));
  const ForecastTraining training{updates_of(options, rows.train), forecast.seconds.train / trainings, tested};
  std::optional<double> linear;
  if (baselines.linear) linear = static_cast<double>(parts_of(*baselines.linear).at("weights.safetensors").size());
  forecast.disk.most = forecast.disk.least = run_folder_bytes(task, fit, cost, linear, training);
  for (const Rival& rival : rivals) {
    const double bytes = run_folder_bytes(task, rival.fit, rival.cost, linear, training);
    forecast.disk.most = std::max(forecast.disk.most, bytes);
    forecast.disk.least = std::min(forecast.disk.least, bytes);
  }
  return forecast;
}

Entry Forecast::entry() const {
  const auto numbers = [](std::initializer_list<std::pair<const char*, double>> all) {
    Entry map = Entry::map();
    for (const auto& [name, value] : all) map.set(name, Entry::number(value));
    return map;
  };
  Entry entry = Entry::map();
  Entry of_rows = numbers({{"train", rows.train}, {"valid", rows.valid}, {"test", rows.test}});
  of_rows.set("estimated", Entry::boolean(rows.estimated));
  entry.set("rows", of_rows);
  entry.set("parameters", Entry::number(parameters));
  entry.set("batch_size", Entry::number(batch_size));
  entry.set("epochs", Entry::number(epochs));
  entry.set("folds", Entry::number(folds));
  entry.set("updates", Entry::number(updates));
  entry.set("device", Entry::text(device));
  entry.set("precision", Entry::text(precision));
  entry.set("seconds", numbers({{"read", seconds.read},
                                {"prepare", seconds.prepare},
                                {"choose", seconds.choose},
                                {"train", seconds.train},
                                {"baselines", seconds.baselines},
                                {"test", seconds.test},
                                {"all", seconds.all()}}));
  entry.set("memory_bytes", numbers({{"program", memory.program},
                                     {"tables", memory.tables},
                                     {"tensors", memory.tensors},
                                     {"states", memory.states},
                                     {"copies", memory.copies},
                                     {"plans", memory.plans},
                                     {"reading", memory.reading},
                                     {"preparing", memory.preparing},
                                     {"training", memory.training},
                                     {"streaming", memory.streaming},
                                     {"peak", memory.peak()}}));
  entry.set("streamed", Entry::boolean(feeding.streamed));
  entry.set("disk_bytes", numbers({{"least", disk.least}, {"most", disk.most}}));
  return entry;
}

std::string Forecast::text() const {
  const auto whole = [](double value) { return with_commas(std::llround(value)); };
  TextTable table({"what", "forecast", "of which"});
  table.row({"rows", (rows.estimated ? "about " : "") + whole(all_rows(rows)),
             fmt::format("train {}, valid {}, test {}", whole(rows.train), whole(rows.valid), whole(rows.test))});
  table.row({"parameters", with_commas(parameters), fmt::format("{} on {}", precision, device)});
  table.row({"updates", whole(updates),
             fmt::format("{} epochs{}, batches of {}", epochs,
                         folds > 0 ? fmt::format(" in {} folds and once on all", folds) : "", batch_size)});
  table.row({"time", seconds_text(seconds.all()),
             fmt::format("read {}, prepare {}, {}train {}, test {}", seconds_text(seconds.read),
                         seconds_text(seconds.prepare),
                         seconds.choose > 0 ? fmt::format("choose {}, ", seconds_text(seconds.choose)) : "",
                         seconds_text(seconds.train + seconds.baselines), seconds_text(seconds.test))});
  if (feeding.streamed)
    table.row({"memory", "up to " + bytes_text(memory.streaming),
               fmt::format("rows stay in their files; held in memory they would take {}", bytes_text(memory.peak()))});
  else
    table.row({"memory", bytes_text(memory.peak()),
               fmt::format("reading {}, preparing {}, training {}", bytes_text(memory.reading),
                           bytes_text(memory.preparing), bytes_text(memory.training))});
  table.row(
      {"disk", (disk.least < disk.most ? "up to " : "") + bytes_text(disk.most),
       "the run folder at its largest" +
           (disk.least < disk.most ? fmt::format("; {} if the smallest network wins", bytes_text(disk.least)) : "")});
  return table.text() + (feeding.refusal.empty() ? "" : "\nrefused: " + feeding.refusal + "\n");
}

}  // namespace plumb

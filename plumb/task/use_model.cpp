#include "plumb/task/use_model.h"

#include <filesystem>
#include <iostream>
#include <sstream>

#include "plumb/deploy/bundle.h"
#include "plumb/task/assess.h"
#include "plumb/task/read_task.h"
#include "plumb/task/run_folder.h"
#include "plumb/task/task_data.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

/// Standard input as a file, because readers may look twice (separator, types). Goes when this does.
class Spooled {
 public:
  Spooled() {
    std::ostringstream all;
    all << std::cin.rdbuf();
    const std::string content = all.str();
    require(!content.empty(), "standard input is empty; rows are wanted as CSV or JSON lines");
    const size_t first = content.find_first_not_of(" \t\r\n");
    const char* ending = first != std::string::npos && content[first] == '{' ? ".jsonl" : ".csv";
    path_ = write_temporary(content, ending).string();
  }
  ~Spooled() {
    std::error_code problem;
    fs::remove(path_, problem);
  }
  Spooled(const Spooled&) = delete;
  Spooled& operator=(const Spooled&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TargetType type_of(const TrainedTarget& trained) {
  const TargetSpec& target = trained.spec;
  if (trained.anomaly) return TargetType::anomaly;
  return target.is_number()                 ? TargetType::number
         : target.is_set()                  ? TargetType::set
         : target.choice == Choice::ordered ? TargetType::ordinal
                                            : TargetType::category;
}

Dataset read_path(const Trained& trained, const std::string& path, bool with_targets, const std::string& labels) {
  Reading reading{.id = trained.id, .missing = trained.missing};
  for (const TrainedTarget& target : trained.targets)
    reading.targets.push_back({.column = target.spec.name,
                               .type = type_of(target),
                               .labels = target.anomaly.value_or(target.spec.labels),
                               .separator = target.spec.separator,
                               .columns = target.columns,
                               .transform = target.transform,
                               .class_of = target.class_of});
  auto types = trained.types();
  for (const TrainedTarget& target : trained.targets)
    if (!target.spec.is_number() && target.columns.empty()) types[target.spec.name] = ColumnType::category;
  std::error_code problem;
  require(path.find_first_of("*?") != std::string::npos || fs::exists(path, problem), "{} is not there", path);
  return read({source_like(trained.reader, path, with_targets, labels)}, reading, types, with_targets);
}

}  // namespace

Answering open_model(const Path& from, int threads) {
  const PredictorSettings settings{.threads = threads};
  if (!fs::is_regular_file(from)) return Answering(load_trained(from), settings);
  Bundle bundle = read_bundle(from);
  Answering answering(bundle.trained, settings);
  replay(
      bundle, [&](const Table& rows) { return answering(rows); }, from.string());
  return answering;
}

Dataset read_rows(const Trained& trained, const std::string& path, bool with_targets, const std::string& labels) {
  if (path != "-") return read_path(trained, path, with_targets, labels);
  const Spooled input;
  return read_path(trained, input.path(), with_targets, labels);
}

Evaluation evaluate_model(const Path& model, const std::string& data, int threads, const std::string& labels) {
  Answering answering = open_model(model, threads);
  const Path task_file = model / "task.yaml";
  const std::optional<Task> task = fs::exists(task_file) ? std::optional(read_task(task_file.string())) : std::nullopt;
  require(task || !data.empty(), "{} names no test rows; say `--data FILE`", model.string());
  const Dataset rows = data.empty() ? read_task_data(*task).test : read_rows(answering.trained(), data, true, labels);
  require(rows.rows() > 0 || !data.empty(), "the task of {} keeps no test rows; say `--data FILE`", model.string());

  Evaluation evaluation{.rows = rows.rows(), .predictions = predictions(answering, rows)};
  const EvaluateSection section = task ? task->evaluate : EvaluateSection{};
  const auto beside = say_of(load_baselines(model), evaluation.predictions, rows, {.threads = threads});
  evaluation.reports = reports(evaluation.predictions,
                               task ? measured_metrics(*task, answering.trained().targets) : std::vector<Metric>{},
                               report_options(section, task ? task->seed : 0, rows, beside));
  if (task) evaluation.verdicts = judge(task->require, evaluation.reports);
  return evaluation;
}

PredictionFormat format_of(const std::string& output) {
  const std::string ending = Path(output).extension().string();
  if (ending == ".jsonl") return PredictionFormat::jsonl;
  require(output.empty() || output == "-" || ending == ".csv",
          "predictions are written as .csv or .jsonl, not as \"{}\"; name the output so", output);
  return PredictionFormat::csv;
}

PredictionSummary predict_rows(const Path& model, const std::string& data, const std::string& output,
                               PredictionFormat format, int threads) {
  Answering answering = open_model(model, threads);
  const Dataset rows = read_rows(answering.trained(), data, false);
  std::vector<std::string> id;
  for (const std::string& name : answering.trained().id)
    if (rows.table.has(name)) id.push_back(name);
  const std::vector<Answer> answers = answering(rows.table);
  const auto write = [&](std::ostream& out) { write_predictions(out, format, rows.table, id, answers); };
  if (output.empty() || output == "-") {
    write(std::cout);
    std::cout.flush();
    return {.rows = rows.rows(), .file = "-"};
  }
  write_file(output, write);
  return {.rows = rows.rows(), .file = output};
}

}  // namespace plumb

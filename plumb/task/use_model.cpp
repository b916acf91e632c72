#include "plumb/task/use_model.h"

#include <filesystem>
#include <iostream>
#include <sstream>

#include "plumb/data/arrow_plugin.h"
#include "plumb/deploy/bundle.h"
#include "plumb/task/assess.h"
#include "plumb/task/feeding.h"
#include "plumb/task/file_rows.h"
#include "plumb/task/read_task.h"
#include "plumb/task/run_folder.h"
#include "plumb/task/task_data.h"
#include "plumb/task/tested.h"

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

/// Rows of a file weigh what the task's column says; they count alike where the file has none, or no task is known (of
/// a bundle). `first_row`: that of these among the file's.
Dataset weighed(Dataset rows, const std::optional<Task>& task, const std::string& file, int64_t first_row = 0) {
  if (!task || task->weight.empty() || !rows.table.has(task->weight)) return rows;
  rows.weight = task->weight;
  require_weights(rows.table, {.weight = rows.weight}, file, first_row);
  return rows;
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
  if (path != "-") return rows_of_file(trained, path, with_targets, labels);
  const Spooled input;
  return rows_of_file(trained, input.path(), with_targets, labels);
}

Evaluation evaluate_model(const Path& model, const std::string& data, int threads, const std::string& labels) {
  Answering answering = open_model(model, threads);
  const Path task_file = model / "task.yaml";
  const std::optional<Task> task = fs::exists(task_file) ? std::optional(read_task(task_file.string())) : std::nullopt;
  require(task || !data.empty(), "{} names no test rows; say `--data FILE`", model.string());
  const EvaluateSection section = task ? task->evaluate : EvaluateSection{};
  const Baselines baselines = load_baselines(model);
  const PredictorSettings settings{.threads = threads};
  const bool streamed = task && task->data.stream.chosen.value_or(false);
  Tested tested;
  if (!data.empty() && data != "-") {
    const auto each = [&](const std::function<void(const Dataset& rows)>& use) {
      int64_t first_row = 0;
      each_piece_of_file(answering.trained(), data, true, labels, [&](const Dataset& rows) {
        use(weighed(rows, task, data, first_row));
        first_row += rows.rows();
      });
    };
    tested = test_pieces(answering, baselines, each, section.slices, settings);
  } else if (streamed && data.empty()) {
    const StreamedData stream(*task, stream_memory(*task));
    tested = test_rows(answering, baselines, stream, section.slices, settings);
  } else {
    Dataset rows = data.empty() ? read_task_data(*task).test
                                : weighed(read_rows(answering.trained(), data, true, labels), task, "standard input");
    tested = test_rows(answering, baselines, std::move(rows), settings);
  }
  const int64_t rows = tested.said.empty() ? 0 : tested.said.front().rows();
  require(rows > 0 || !data.empty(), "the task of {} keeps no test rows; say `--data FILE`", model.string());

  Evaluation evaluation{.rows = rows, .predictions = std::move(tested.said)};
  evaluation.reports = reports(
      evaluation.predictions, task ? measured_metrics(*task, answering.trained().targets) : std::vector<Metric>{},
      report_options(section, task ? task->seed : 0, tested.rows, std::move(tested.baselines)));
  if (task) evaluation.verdicts = judge(task->require, evaluation.reports);
  return evaluation;
}

PredictionFormat format_of(const std::string& output) {
  const std::string ending = Path(output).extension().string();
  if (ending == ".jsonl") return PredictionFormat::jsonl;
  if (ending == ".arrow" || ending == ".feather") return PredictionFormat::arrow;
  require(output.empty() || output == "-" || ending == ".csv",
          "predictions are written as .csv, .jsonl, .arrow or .feather, not as \"{}\"; name the output so", output);
  return PredictionFormat::csv;
}

PredictionSummary predict_rows(const Path& model, const std::string& data, const std::string& output,
                               PredictionFormat format, int threads) {
  const ArrowPlugin* const arrow = format == PredictionFormat::arrow ? &plugin<ArrowPlugin>() : nullptr;
  Answering answering = open_model(model, threads);
  int64_t done = 0;
  const auto write = [&](std::ostream& out) {
    std::vector<Table> tables;  // for Arrow, whose dictionaries hold for the whole file
    const auto answer = [&](const Dataset& rows) {
      std::vector<std::string> id;
      for (const std::string& name : answering.trained().id)
        if (rows.table.has(name)) id.push_back(name);
      const std::vector<Answer> answers = answering(rows.table);
      if (arrow)
        tables.push_back(prediction_table(rows.table, id, answers));
      else
        write_predictions(out, format, rows.table, id, answers, done == 0);
      done += rows.rows();
    };
    if (data == "-")
      answer(read_rows(answering.trained(), data, false));
    else
      each_piece_of_file(answering.trained(), data, false, {}, answer);
    if (arrow) arrow->write_ipc(joined(std::move(tables)), out);
  };
  if (output.empty() || output == "-") {
    write(std::cout);
    std::cout.flush();
    return {.rows = done, .file = "-"};
  }
  write_file(output, write);
  return {.rows = done, .file = output};
}

}  // namespace plumb

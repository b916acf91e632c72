#include "plumb/task/export_model.h"

#include "plumb/deploy/bundle.h"
#include "plumb/task/read_task.h"
#include "plumb/task/task_data.h"
#include "plumb/task/use_model.h"

namespace plumb {
namespace {

constexpr int64_t most_rows = 1000;

/// Train rows; of a run that was streamed, the first rows of the file.
Table rows_of_task(const Task& task) {
  if (!task.data.stream.chosen.value_or(false)) return read_task_data(task).train.table;
  Reading reading = reading_of(task);
  reading.limit = most_rows;
  return read({task.data.train.front()}, reading).table;
}

/// The few rows of a bundle over and over, for an export to change most of them.
Table repeated(const Table& rows) {
  std::vector<int64_t> numbers(rows.rows() > 0 ? most_rows : 0);
  for (size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<int64_t>(i) % rows.rows();
  return rows.take(numbers);
}

Table rows_to_check(const Path& model, const Trained& trained, const std::string& data) {
  Table rows;
  if (!data.empty())
    rows = read_rows(trained, data, false).table;
  else if (std::filesystem::is_directory(model))
    rows = rows_of_task(read_task((model / "task.yaml").string()));
  else
    rows = repeated(read_bundle(model).golden.rows);
  return raw_columns(trained, rows.slice(0, std::min(most_rows, rows.rows())));
}

Path file_of(const Path& model, const Trained& trained, const ExportTarget& target, const Path& output) {
  if (!output.empty()) return output;
  if (!target.path().empty()) return target.path();
  const Path folder = std::filesystem::is_directory(model) ? model : model.parent_path();
  return folder / (trained.name + target.ending());
}

}  // namespace

ExportResult export_model(const Path& model, const ExportTarget& target, const ExportSettings& settings) {
  Answering answering = open_model(model, settings.threads);
  const Trained& trained = answering.trained();
  const Table rows = rows_to_check(model, trained, settings.data);
  const auto answer = [&](const Table& raw) { return answering(raw); };
  ExportResult result{.file = file_of(model, trained, target, settings.output)};
  const ExportReport report = target.export_to({.trained = trained, .rows = rows, .answer = answer}, result.file);
  result.text = fmt::format("{}: {}", result.file.string(), report.text);
  result.facts = report.facts;
  result.facts.set("file", Entry::text(result.file.string()));
  if (std::filesystem::is_directory(model))
    write_file(model / (std::string(target.name()) + ".json"), to_json(result.facts) + "\n");
  return result;
}

}  // namespace plumb

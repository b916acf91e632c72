#include "plumb/task/read_task.h"

#include <filesystem>

#include "plumb/core/files.h"
#include "plumb/core/missing_path.h"
#include "plumb/task/later.h"
#include "plumb/task/network_defaults.h"
#include "plumb/task/overrides.h"
#include "plumb/task/yaml_reader.h"
#include "plumb/train/checkpoints.h"

namespace plumb {

constexpr size_t largest_task_file = 16 << 20;

/// Weights to begin with must be there; but a run's own task is read again when it has them.
static void check_start(const Entry& root, const std::string& folder, const Problems& problems) {
  const Entry* train = root.find("train");
  const Entry* from = train && train->is_map() ? train->find("from") : nullptr;
  if (!from || std::filesystem::exists(Path(folder) / "weights.safetensors") ||
      !checkpoints_in(Path(folder) / "checkpoints").empty())
    return;
  const Entry* path = from->is_map() ? from->find("path") : from;
  std::error_code problem;
  if (!path || !path->is_scalar() || path->word().empty() || std::filesystem::exists(path->word(), problem)) return;
  problems.within("train", *train)
      .within("from", *path)
      .add(fmt::format(
          "{} is not there{}; a run (`plumb runs` lists them), a bundle or a .safetensors file is wanted, as "
          "seen from where plumb is started",
          path->word(), hint_for_missing(path->word())));
}

std::optional<Task> read_task_text(std::string_view yaml, const std::string& file, const std::string& folder,
                                   const std::vector<std::string>& settings, Problems& problems) {
  Entry root = read_yaml(yaml, file, problems);
  if (!root.is_map() && !root.is_null()) {
    problems.within(file, root)
        .add(fmt::format("a task is `name: value` lines, e.g. `data: adult.csv` and `target: income`; got {}",
                         shown(root)));
    return {};
  }
  for (const std::string& setting : settings) override_entry(root, setting, problems);
  if (root.mark.line == 0) root.mark = {std::make_shared<const std::string>(file), 1, 1};
  Problems here = problems.at(root);
  answer_later_sections(root, here);
  if (Entry* data = root.find("data")) resolve_data_paths(*data, folder, here.within("data", *data));
  check_start(root, folder, here);
  auto task = read_options<Task>(root, here);
  if (const Entry* train = root.find("train"); task && train)
    for (const Entry::Field& option : train->fields()) task->train.said.push_back(option.name);
  return problems.empty() ? std::move(task) : std::nullopt;
}

std::optional<Task> read_task(const std::string& file, const std::vector<std::string>& settings, Problems& problems) {
  const std::filesystem::path path(file);
  if (std::filesystem::is_directory(path))
    throw Error("{} is a folder; a task file is wanted, e.g. {}", file, (path / "task.yaml").string());
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  return read_task_text(read_file(path, largest_task_file), file, folder, settings, problems);
}

Task read_task(const std::string& file, const std::vector<std::string>& settings) {
  Problems problems;
  auto task = read_task(file, settings, problems);
  problems.raise();
  return std::move(*task);
}

std::string render(const Task& task) { return to_yaml(write_options(task)); }

std::string render_as_said(const Task& task) {
  Entry entry = write_options(task), train = Entry::map();
  const Entry all = entry.at("train");
  for (const std::string& said : said_options(task.train)) train.set(said, all.at(said));
  entry.set("train", train);
  return to_yaml(entry);
}

Entry task_schema() {
  Entry schema = Entry::map();
  schema.set("$schema", Entry::text("https://json-schema.org/draft/2020-12/schema"));
  schema.set("title", Entry::text("Plumbline task"));
  const Entry options = schema_of_options<Task>();
  for (const Entry::Field& field : options.fields()) schema.set(field.name, field.value);
  Entry definitions = Entry::map();
  for (const auto& [name, sort] : sorts()) definitions.set(name, sort.schema());
  schema.set("$defs", std::move(definitions));
  return schema;
}

}  // namespace plumb

#include "plumb/task/run_folder.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "plumb/core/missing_path.h"
#include "plumb/core/text_table.h"
#include "plumb/deploy/bundle.h"
#include "plumb/train/checkpoints.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;
constexpr std::array part_names{"schema.json", "prepare.json", "network.json", "weights.safetensors"};

[[noreturn]] void refuse_missing(const Path& path) {
  const std::string hint = hint_for_missing(path);
  throw Error("{} is not there{}", path.string(), hint.empty() ? "; `plumb runs` lists what there is" : hint);
}

std::string scores_text(const Entry& metrics) {
  std::string text;
  const Entry* targets = metrics.find("targets");
  if (!targets) return text;
  for (const Entry::Field& target : targets->fields())
    if (const Entry* scores = target.value.find("scores"))
      for (const Entry::Field& score : scores->fields()) {
        const Entry* value = score.value.is_map() ? score.value.find("mean") : &score.value;
        if (!value || !value->is_scalar()) continue;
        text += fmt::format("{}{} {}", text.empty() ? "" : "  ", score.name, short_number(value->as_double()));
      }
  return text;
}

RunSummary summary_of(const Path& folder) {
  RunSummary run{.name = folder.filename().string()};
  if (fs::exists(folder / "metrics.json")) {
    run.metrics = parse_json(read_file(folder / "metrics.json"), (folder / "metrics.json").string());
    run.scores = scores_text(run.metrics);
  }
  run.state = is_finished(folder)                                                               ? "finished"
              : !checkpoints_in(folder / "checkpoints").empty() || fs::exists(folder / "folds") ? "stopped"
                                                                                                : "begun";
  const auto written = fs::last_write_time(folder / "task.yaml");
  const auto time = std::chrono::file_clock::to_sys(written).time_since_epoch();
  run.seconds_since_epoch = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  return run;
}

// "adult-10" after "adult-9".
std::pair<std::string, int64_t> in_order(const std::string& name) {
  const size_t dash = name.rfind('-');
  int64_t number = 0;
  if (dash != std::string::npos) std::from_chars(name.data() + dash + 1, name.data() + name.size(), number);
  return {name.substr(0, dash), number};
}

}  // namespace

Path make_run_folder(const Path& runs, const std::string& name) {
  make_folder(runs);
  for (int64_t n = 1;; ++n) {
    const Path folder = runs / fmt::format("{}-{}", name, n);
    if (claim_folder(folder)) return folder;  // who creates it has it
  }
}

/// Whether nothing lies there but what is written before a run's task.
static bool is_hardly_begun(const Path& folder) {
  std::error_code problem;
  fs::directory_iterator files(folder, problem);
  return !problem && std::all_of(begin(files), end(files), [](const fs::directory_entry& one) {
    const std::string name = one.path().filename().string();
    return name == "run.json" || name == "data.json" || name == "race.json" || name == "folds";
  });
}

void save_beginning(const Path& folder, const RunBeginning& beginning) {
  write_file(folder / "run.json", to_json(write_options(beginning)) + "\n");
}

RunBeginning load_beginning(const Path& folder) {
  const Path file = folder / "run.json";
  if (!fs::exists(file)) return {};
  Problems problems;
  const auto beginning = read_options<RunBeginning>(parse_json(read_file(file), file.string()), problems);
  problems.raise();
  return *beginning;
}

void require_begun(const Path& folder) {
  std::error_code problem;
  if (!fs::exists(folder, problem)) refuse_missing(folder);
  remove_temporaries(folder);
  if (fs::exists(folder / "task.yaml", problem)) return;
  if (is_hardly_begun(folder))
    throw Error("{}: was killed before its task was written; begin again with `plumb train`", folder.string());
  throw Error("{} is no run: it has no task.yaml; `plumb runs` lists them", folder.string());
}

bool is_finished(const Path& folder) {
  return fs::exists(folder / "metrics.json") && !fs::exists(folder / "folds") &&
         checkpoints_in(folder / "checkpoints").empty();
}

void save_trained(const Path& folder, const Trained& trained) {
  for (const auto& [name, content] : parts_of(trained)) write_file(folder / name, content);
}

Trained load_trained(const Path& from) {
  std::error_code problem;
  if (!fs::exists(from, problem)) refuse_missing(from);
  if (!fs::is_directory(from)) return read_bundle(from).trained;
  if (!fs::exists(from / "weights.safetensors") && fs::exists(from / "task.yaml"))
    throw Error("{} was not trained to the end; `plumb resume {}` goes on", from.string(), from.string());
  std::map<std::string, std::string> parts;
  for (const char* name : part_names)
    if (fs::exists(from / name)) parts[name] = read_file(from / name);
  return trained_from(parts, from.string());
}

std::vector<RunSummary> list_runs(const Path& runs) {
  std::vector<RunSummary> all;
  std::error_code problem;
  for (const auto& item : fs::directory_iterator(runs, problem))
    if (fs::exists(item.path() / "task.yaml")) all.push_back(summary_of(item.path()));
  std::sort(all.begin(), all.end(),
            [](const RunSummary& a, const RunSummary& b) { return in_order(a.name) < in_order(b.name); });
  return all;
}

}  // namespace plumb

#include <fmt/core.h>

#include <ctime>

#include "plumb/cli/command.h"
#include "plumb/core/text_table.h"
#include "plumb/task/run_folder.h"

namespace plumb {
namespace {

std::string date_text(int64_t seconds) {
  const std::time_t time = seconds;
  std::tm local{};
  localtime_r(&time, &local);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local)};
}

struct Runs {
  std::string folder = "runs";
  bool json = false;
  static constexpr auto name = "runs";
  static constexpr auto summary = "Lists runs with their scores.";
  static constexpr auto example = "plumb runs";
  static constexpr std::array arguments{"folder"};
  static void describe(auto& self, auto& field) {
    field("folder", self.folder, "Folder of the run folders.");
    field("json", self.json, "As JSON.");
  }
  int run() const {
    const std::vector<RunSummary> runs = list_runs(folder);
    return json ? print_json(runs) : print_table(runs);
  }
  int print_table(const std::vector<RunSummary>& runs) const {
    if (runs.empty()) fmt::print("no runs in {}; `plumb train task.yaml` makes one\n", folder);
    TextTable table({"run", "begun", "state", "scores"});
    for (const RunSummary& run : runs) table.row({run.name, date_text(run.seconds_since_epoch), run.state, run.scores});
    if (!runs.empty()) fmt::print("{}", table.text());
    return 0;
  }
  static int print_json(const std::vector<RunSummary>& runs) {
    Entry list = Entry::list();
    for (const RunSummary& run : runs) {
      Entry one = Entry::map();
      one.set("run", Entry::text(run.name));
      one.set("state", Entry::text(run.state));
      one.set("metrics", run.metrics);
      list.push(std::move(one));
    }
    fmt::print("{}\n", to_json(list));
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Runs>();

}  // namespace
}  // namespace plumb

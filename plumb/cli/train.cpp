#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/cli/run_report.h"
#include "plumb/task/read_task.h"

namespace plumb {
namespace {

struct Train {
  std::string task = {};
  std::vector<std::string> set = {};
  std::string runs = "runs";
  int threads = 0;
  int64_t stop_after = 0;
  bool json = false;
  static constexpr auto name = "train";
  static constexpr auto summary = "Trains, evaluates and keeps a task in a run folder.";
  static constexpr auto example = "plumb train task.yaml --set train.epochs=20";
  static constexpr std::array arguments{"task"};
  static void describe(auto& self, auto& field) {
    field("task", self.task, "The task file.", required);
    field("set", self.set, "Overrides a value: train.epochs=20; may be given again.");
    field("runs", self.runs, "Folder of the run folders.");
    field("threads", self.threads, "Threads; 0: as many as the machine offers.", at_least(0));
    field("stop_after", self.stop_after, "Stops after so many updates, as Ctrl-C would; 0: trains to the end.",
          at_least(0));
    field("json", self.json, "The metrics as JSON.");
  }
  int run() const {
    return print_run(
        train_task(read_task(task, set),
                   {.runs = runs, .threads = threads, .quiet = json, .stop_after = stop_after, .may_exit = true}),
        json);
  }
};

[[maybe_unused]] const bool registered = add_command<Train>();

}  // namespace
}  // namespace plumb

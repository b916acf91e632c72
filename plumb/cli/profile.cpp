#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/core/files.h"
#include "plumb/task/profile_task.h"
#include "plumb/task/read_task.h"

namespace plumb {
namespace {

struct Profile {
  std::string task = {};
  std::vector<std::string> set = {};
  int steps = 50;
  int threads = 0;
  std::string trace = {};
  bool json = false;
  static constexpr auto name = "profile";
  static constexpr auto summary = "Shows where the time of a training step goes, beside what this machine can do.";
  static constexpr auto example = "plumb profile task.yaml --trace step.json";
  static constexpr std::array arguments{"task"};
  static void describe(auto& self, auto& field) {
    field("task", self.task, "The task file; its data are read, nothing is kept.", required);
    field("set", self.set, "Overrides a value: train.batch_size=256; may be given again.");
    field("steps", self.steps, "Training steps that are timed; the fastest is shown.", at_least(1));
    field("threads", self.threads, "Threads; 0: as many as the machine offers.", at_least(0));
    field("trace", self.trace, "Writes the timeline here too, for ui.perfetto.dev or chrome://tracing.");
    field("json", self.json, "As JSON.");
  }
  int run() const {
    const TaskProfile profile = profile_task(read_task(task, set), threads, steps);
    if (!trace.empty()) write_file(trace, profile.trace());
    fmt::print("{}", json ? to_json(profile.entry()) + "\n" : profile.text());
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Profile>();

}  // namespace
}  // namespace plumb

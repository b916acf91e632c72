#include "plumb/task/verify_resume.h"

#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/task/read_task.h"

namespace plumb {
namespace {

struct VerifyResume {
  std::string task = {};
  std::vector<std::string> set = {};
  int64_t steps = 40;
  int threads = 0;
  int64_t seed = 0;
  bool json = false;
  static constexpr auto name = "verify-resume";
  static constexpr auto summary = "Proves that a run of this task that is killed and resumed ends with the same bits.";
  static constexpr auto example = "plumb verify-resume task.yaml --steps 100";
  static constexpr std::array arguments{"task"};
  static void describe(auto& self, auto& field) {
    field("task", self.task, "The task file.", required);
    field("set", self.set, "Overrides a value: train.batch_size=16; may be given again.");
    field("steps", self.steps, "Updates of each of the three short trainings.", at_least(2));
    field("threads", self.threads, "Threads; 0: as many as the machine offers.", at_least(0));
    field("seed", self.seed, "Of the moments of the interruptions.", at_least(0));
    field("json", self.json, "The verdict as JSON.");
  }
  int run() const {
    read_task(task, set);  // mistakes are said once, here
    const ResumeVerdict verdict =
        verify_resume(task, {.set = set, .steps = steps, .threads = threads, .seed = static_cast<uint64_t>(seed)});
    fmt::print("{}", json ? to_json(verdict.entry()) + "\n" : verdict.text());
    return verdict.exit_code();
  }
};

[[maybe_unused]] const bool registered = add_command<VerifyResume>();

}  // namespace
}  // namespace plumb

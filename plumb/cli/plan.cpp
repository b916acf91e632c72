#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/task/forecast.h"
#include "plumb/task/read_task.h"

namespace plumb {
namespace {

struct Plan {
  std::string task = {};
  std::vector<std::string> set = {};
  int threads = 0;
  bool json = false;
  static constexpr auto name = "plan";
  static constexpr auto summary = "Says before a run what it will take: time, memory, disk, parameters.";
  static constexpr auto example = "plumb plan task.yaml --set train.batch_size=512";
  static constexpr std::array arguments{"task"};
  static void describe(auto& self, auto& field) {
    field("task", self.task, "The task file; its first rows are read, nothing is written.", required);
    field("set", self.set, "Overrides a value: train.epochs=20; may be given again.");
    field("threads", self.threads, "Threads; 0: as many as the machine offers.", at_least(0));
    field("json", self.json, "As JSON; times in seconds, sizes in bytes.");
  }
  int run() const {
    const Forecast forecast = forecast_task(read_task(task, set), {.threads = threads, .quiet = true});
    fmt::print("{}", json ? to_json(forecast.entry()) + "\n" : forecast.text());
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Plan>();

}  // namespace
}  // namespace plumb

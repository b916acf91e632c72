#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/core/files.h"
#include "plumb/task/find_rate.h"
#include "plumb/task/read_task.h"

namespace plumb {
namespace {

struct FindRate {
  std::string task = {};
  std::vector<std::string> set = {};
  double low = RateRangeOptions().low;
  double high = RateRangeOptions().high;
  int64_t steps = RateRangeOptions().steps;
  int threads = 0;
  std::string picture = {};
  bool json = false;
  static constexpr auto name = "find_rate";
  static constexpr auto summary = "Tries rising learning rates and suggests one.";
  static constexpr auto example = "plumb find_rate task.yaml --picture rates.svg";
  static constexpr std::array arguments{"task"};
  static void describe(auto& self, auto& field) {
    field("task", self.task, "The task file; its data are read, nothing is kept.", required);
    field("set", self.set, "Overrides a value: train.batch_size=256; may be given again.");
    field("low", self.low, "The lowest rate.", above(0));
    field("high", self.high, "The highest rate.", above(0));
    field("steps", self.steps, "Updates, each with a higher rate.", at_least(20));
    field("threads", self.threads, "Threads; 0: as many as the machine offers.", at_least(0));
    field("picture", self.picture, "Writes the loss over the rate here, as SVG.");
    field("json", self.json, "As JSON.");
  }
  int run() const {
    const FoundRate found = find_rate(read_task(task, set), threads, {low, high, steps});
    if (!picture.empty()) write_file(picture, found.svg());
    fmt::print("{}", json ? to_json(found.entry()) + "\n" : found.text());
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<FindRate>();

}  // namespace
}  // namespace plumb

#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/task/read_task.h"

namespace plumb {
namespace {

struct Render {
  std::string task = {};
  std::vector<std::string> set = {};
  bool json = false;
  static constexpr auto name = "render";
  static constexpr auto summary = "Prints a task file with every default filled in.";
  static constexpr auto example = "plumb render task.yaml > full.yaml";
  static constexpr std::array arguments{"task"};
  static void describe(auto& self, auto& field) {
    field("task", self.task, "The task file.", required);
    field("set", self.set, "Overrides a value: train.epochs=20; may be given again.");
    field("json", self.json, "As JSON.");
  }
  int run() const {
    const Task read = read_task(task, set);
    fmt::print("{}", json ? to_json(write_options(read)) + "\n" : plumb::render(read));
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Render>();

}  // namespace
}  // namespace plumb

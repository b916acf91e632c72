#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/task/model_summary.h"

namespace plumb {
namespace {

struct Summary {
  std::string what = {};
  std::vector<std::string> set = {};
  bool json = false;
  static constexpr auto name = "summary";
  static constexpr auto summary = "Shows the layers, shapes, parameters and cost of a network.";
  static constexpr auto example = "plumb summary task.yaml";
  static constexpr std::array arguments{"what"};
  static void describe(auto& self, auto& field) {
    field("what", self.what, "A task file (its data are read), a run folder or a bundle.", required);
    field("set", self.set, "Overrides a value of the task file.");
    field("json", self.json, "As JSON.");
  }
  int run() const {
    const Network network = network_of(what, set);
    fmt::print("{}", json ? to_json(summary_entry(network)) + "\n" : plumb::summary(network));
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Summary>();

}  // namespace
}  // namespace plumb

#include "plumb/task/compare.h"

#include <fmt/core.h>

#include "plumb/cli/command.h"

namespace plumb {
namespace {

struct Compare {
  std::string a = {}, b = {};
  int64_t resamples = Bootstrap().resamples;
  bool json = false;
  static constexpr auto name = "compare";
  static constexpr auto summary = "Says what differs between two runs, and whether it is more than luck.";
  static constexpr auto example = "plumb compare runs/adult-1 runs/adult-2";
  static constexpr std::array arguments{"a", "b"};
  static void describe(auto& self, auto& field) {
    field("a", self.a, "A run folder.", required);
    field("b", self.b, "Another run folder.", required);
    field("resamples", self.resamples, "How often the paired bootstrap draws the test rows.", between(20, 100000));
    field("json", self.json, "As JSON.");
  }
  int run() const {
    const Comparison comparison = compare_runs(a, b, {.resamples = resamples});
    fmt::print("{}", json ? to_json(comparison.entry()) + "\n" : comparison.text());
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Compare>();

}  // namespace
}  // namespace plumb

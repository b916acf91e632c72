#include <fmt/core.h>

#include "plumb/cli/command.h"

namespace plumb {
namespace {

struct Version {
  bool json = false;
  static constexpr auto name = "version";
  static constexpr auto summary = "Prints the version.";
  static constexpr auto example = "plumb version --json";
  static void describe(auto& self, auto& field) { field("json", self.json, "As JSON."); }
  int run() const {
    if (json)
      fmt::print("{{\"version\": \"{}\"}}\n", PLUMB_VERSION);
    else
      fmt::print("plumb {}\n", PLUMB_VERSION);
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Version>();

}  // namespace
}  // namespace plumb

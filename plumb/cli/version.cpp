#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/core/about.h"

namespace plumb {
namespace {

struct Version {
  bool json = false;
  static constexpr auto name = "version";
  static constexpr auto summary = "Prints the version, the compiler, the instruction set and the libraries.";
  static constexpr auto example = "plumb version --json";
  static void describe(auto& self, auto& field) { field("json", self.json, "As JSON."); }
  int run() const {
    if (json) {
      Entry entry = Entry::map();
      entry.set("version", Entry::text(PLUMB_VERSION));
      for (const auto& [what, say] : about()) entry.set(what, Entry::text(say()));
      fmt::print("{}\n", to_json(entry));
      return 0;
    }
    fmt::print("plumb {}\n", PLUMB_VERSION);
    for (const auto& [what, say] : about()) fmt::print("  {:<16} {}\n", what, say());
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Version>();

}  // namespace
}  // namespace plumb

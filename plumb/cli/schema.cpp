#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/task/read_task.h"

namespace plumb {
namespace {

struct SchemaCommand {
  static constexpr auto name = "schema";
  static constexpr auto summary = "Prints the JSON Schema of task files, for editors.";
  static constexpr auto example = "plumb schema > task.schema.json";
  static void describe(auto&, auto&) {}
  int run() const {
    fmt::print("{}\n", to_json(task_schema()));
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<SchemaCommand>();

}  // namespace
}  // namespace plumb

#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/task/read_task.h"

namespace plumb {
namespace {

struct Check {
  std::string task = {};
  std::vector<std::string> set = {};
  bool json = false;
  static constexpr auto name = "check";
  static constexpr auto summary = "Reports every mistake of a task file at once; loads no data.";
  static constexpr auto example = "plumb check task.yaml --set train.epochs=20";
  static constexpr std::array arguments{"task"};
  static void describe(auto& self, auto& field) {
    field("task", self.task, "The task file.", required);
    field("set", self.set, "Overrides a value: train.epochs=20; may be given again.");
    field("json", self.json, "The mistakes as JSON.");
  }

  int run() const {
    Problems problems;
    try {
      read_task(task, set, problems);
    } catch (const Error& error) {
      if (!json) throw;
      problems.add(error.what());
    }
    if (json) return print_json(problems);
    problems.raise();
    fmt::print("{}: no mistakes\n", task);
    return 0;
  }

  static int print_json(const Problems& problems) {
    Entry list = Entry::list();
    for (const Problem& problem : problems.all()) {
      Entry one = Entry::map();
      one.set("file", problem.mark.file ? Entry::text(*problem.mark.file) : Entry());
      one.set("line", Entry::number(static_cast<int64_t>(problem.mark.line)));
      one.set("column", Entry::number(static_cast<int64_t>(problem.mark.column)));
      one.set("path", Entry::text(problem.path));
      one.set("message", Entry::text(problem.message));
      list.push(std::move(one));
    }
    Entry result = Entry::map();
    result.set("problems", list);
    fmt::print("{}\n", to_json(result));
    return problems.empty() ? 0 : static_cast<int>(Error::Kind::mistake);
  }
};

[[maybe_unused]] const bool registered = add_command<Check>();

}  // namespace
}  // namespace plumb

#include "plumb/task/task.h"

#include <algorithm>

namespace plumb {

void Task::check(Problems& problems) const {
  require.check(evaluate, problems);
  const auto bad_letter = [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 32; };
  if (name.empty() || std::any_of(name.begin(), name.end(), bad_letter) || name.front() == '.')
    problems.add("name", fmt::format("\"{}\" cannot name a folder; use letters, digits, - and _", name));
  for (const auto& [column, input] : inputs)
    if (column == other_columns && input.role != Input::Role::ignore)
      problems.add("inputs", "\"*\" is every column that is not named, which can only be left out: `\"*\": ignore`");
  for (const Target& one : target.all) {
    for (const auto& [column, input] : inputs)
      if (column == one.column)
        problems.add("inputs", fmt::format("\"{}\" is the target; say its type there: `target: {{{}: category}}`",
                                           column, column));
    if (std::find(id.begin(), id.end(), one.column) != id.end())
      problems.add("id", fmt::format("\"{}\" is the target", one.column));
    if (weight == one.column) problems.add("weight", fmt::format("\"{}\" is the target", one.column));
  }
}

}  // namespace plumb

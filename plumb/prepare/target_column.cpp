#include "plumb/prepare/target_column.h"

#include <algorithm>

namespace plumb {

std::string target_column(const std::string& step, const std::string& named, const Table& rows,
                          const StepContext& context) {
  if (!named.empty()) {
    require(rows.has(named), "{}: no column \"{}\"{}", step, named, did_you_mean(named, rows.names()));
    return named;
  }
  std::vector<std::string> targets;
  for (const auto& name : context.targets)
    if (std::find(context.ids.begin(), context.ids.end(), name) == context.ids.end()) targets.push_back(name);
  require(targets.size() == 1, "{}: {}; say which is looked at, e.g. `target: price`", step,
          targets.empty() ? "no target is named" : "there are several targets");
  return targets[0];
}

}  // namespace plumb

#include "plumb/data/source.h"

#include "plumb/core/files.h"

namespace plumb {

std::vector<PathRule>& path_rules() {
  static std::vector<PathRule> all;
  return all;
}

Source source_of(const std::string& path) {
  glob(path);  // says it where there is nothing
  std::vector<std::string> known;
  for (const PathRule& rule : path_rules()) {
    if (rule.recognises(path)) return rule.make(path);
    known.push_back(rule.name);
  }
  throw Error("{}: no reader knows what this is; name one, e.g. `{{csv: {{path: {}}}}}` (readers: {})", path, path,
              join(known));
}

}  // namespace plumb

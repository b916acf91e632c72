#include "plumb/data/source.h"

#include <algorithm>

#include "plumb/core/files.h"
#include "plumb/data/database_url.h"

namespace plumb {

std::vector<PathRule>& path_rules() {
  static std::vector<PathRule> all;
  return all;
}

const PathRule* rule_of(const std::string& path) {
  const std::string scheme = scheme_of(path);
  const PathRule* first = nullptr;  // by its name: a tar is `images` before it is `webdataset`
  for (const PathRule& rule : path_rules())
    if ((scheme.empty() || rule.name.starts_with(scheme)) && (!first || rule.name < first->name) &&
        rule.recognises(path))
      first = &rule;
  return first;
}

Source source_of(const std::string& path) {
  if (scheme_of(path).empty()) glob(path);  // says it where there is nothing
  if (const PathRule* rule = rule_of(path)) return rule->make(path);
  std::vector<std::string> known;
  for (const PathRule& rule : path_rules()) known.push_back(rule.name);
  std::sort(known.begin(), known.end());
  if (!scheme_of(path).empty())
    throw Error("{}: object stores come with a later version; files and databases are read today (readers: {})", path,
                join(known));
  throw Error("{}: no reader knows what this is; name one, e.g. `{{csv: {{path: {}}}}}` (readers: {})", path, path,
              join(known));
}

std::vector<SourcePart> parts_at(const std::string& path) {
  std::map<std::string, std::vector<SourcePart> (*)(const std::string&)> by_name;
  for (const PathRule& rule : path_rules())
    if (rule.parts_at) by_name[rule.name] = rule.parts_at;
  for (const auto& [name, parts_of] : by_name)
    if (auto parts = parts_of(path); !parts.empty()) return parts;
  return {};
}

}  // namespace plumb

#include "plumb/task/overrides.h"

#include <charconv>

#include "plumb/core/form.h"
#include "plumb/task/yaml_reader.h"

namespace plumb {
namespace {

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts(1);
  for (const char c : path) {
    if (c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

/// The child called `part`, made if need be; null with a problem where there is no such place.
Entry* step_into(Entry& entry, const std::string& part, const std::string& setting, Problems& problems) {
  if (entry.is_list()) {
    size_t index = 0;
    const auto [stop, mistake] = std::from_chars(part.data(), part.data() + part.size(), index);
    if (mistake == std::errc() && stop == part.data() + part.size() && index < entry.items().size())
      return &entry.items()[index];
    problems.add(fmt::format("--set {}: \"{}\" is no item of a list of {}; they count from 0", setting, part,
                             entry.items().size()));
    return nullptr;
  }
  if (entry.is_scalar()) {
    const std::string word = entry.word();
    entry = Entry::map();
    if (word == part) entry.set(word, Entry());
  }
  if (Entry* found = entry.find(part)) return found;
  entry.set(part, Entry());
  return entry.find(part);
}

}  // namespace

void override_entry(Entry& root, const std::string& setting, Problems& problems) {
  const size_t equals = setting.find('=');
  if (equals == std::string::npos || equals == 0) {
    problems.add(fmt::format("--set {}: needs name=value, e.g. `--set train.epochs=20`", setting));
    return;
  }
  Entry value = read_yaml(setting.substr(equals + 1), "--set " + setting, problems);
  Entry* at = &root;
  for (const std::string& part : parts_of(setting.substr(0, equals)))
    if (at = step_into(*at, part, setting, problems); !at) return;
  *at = std::move(value);
}

}  // namespace plumb

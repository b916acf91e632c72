#include "tests/contract/components.h"

#include <ostream>

#include "plumb/core/suggest.h"
#include "plumb/task/yaml_reader.h"

namespace plumb::contract {

Entry Named::with_options(const Entry& options) const {
  Entry entry = Entry::map();
  entry.set(help.name, options);
  return entry;
}

std::optional<Entry> Named::round_trip(const Entry& entry, std::string& message) const {
  Problems problems;
  auto written = sorts().at(sort).round_trip(entry, problems);
  message.clear();
  for (const Problem& problem : problems.all()) message += problem.text() + "\n";
  return written;
}

Entry Named::entry() const {
  if (help.example.empty()) return with_options(Entry::map());
  Problems problems;
  const Entry read = read_yaml(help.example, "example", problems);
  problems.raise();
  if (!read.is_map()) return with_options(Entry::map());
  if (read.fields().front().value.is_map()) return read;
  std::string message;
  return round_trip(read, message).value_or(read);  // shorthand: spelt out
}

void PrintTo(const Named& named, std::ostream* out) { *out << named.sort << " " << named.help.name; }

std::vector<Named> components(const std::vector<std::string>& of_sorts) {
  std::vector<Named> all;
  for (const auto& [name, sort] : sorts())
    if (of_sorts.empty() || contains_word(of_sorts, name))
      for (const ComponentHelp& help : sort.components()) all.push_back({name, help});
  return all;
}

}  // namespace plumb::contract

#include "plumb/core/problems.h"

#include <algorithm>

#include "plumb/core/error.h"

namespace plumb {

std::string Problem::text() const {
  std::string line = mark.text();
  if (!line.empty()) line += ": ";
  if (!path.empty()) line += path + ": ";
  return line + message;
}

Problems Problems::within(std::string_view part, const Entry& entry) const {
  Problems inner;  // not a copy of this: a list would be copied once for each of its items
  inner.all_ = all_;
  inner.path_ = path_;
  if (!path_.empty() && part.front() != '[') inner.path_ += '.';
  inner.path_ += part;
  inner.entry_ = entry;
  if (!inner.entry_.mark.file) inner.entry_.mark = entry_.mark;
  return inner;
}

Problems Problems::at(const Entry& root) const {
  Problems whole = *this;
  whole.entry_ = root;
  return whole;
}

void Problems::add(std::string message) { all_->push_back({entry_.mark, path_, std::move(message)}); }

void Problems::add(std::string_view option, std::string message) {
  Mark mark = entry_.mark;
  for (const Entry::Field& field : entry_.fields())
    if (field.name == option && field.mark.file) mark = field.mark;
  all_->push_back({mark, path_.empty() ? std::string(option) : path_ + "." + std::string(option), std::move(message)});
}

void Problems::raise() const {
  if (empty()) return;
  std::vector<Problem> sorted = *all_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.mark.line, a.mark.column) < std::pair(b.mark.line, b.mark.column);
  });
  std::string lines;
  for (const Problem& problem : sorted) lines += (lines.empty() ? "" : "\n") + problem.text();
  throw Error(lines);
}

}  // namespace plumb

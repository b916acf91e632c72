#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/entry.h"

namespace plumb {

/// One mistake in a task file: where it stands and what to write instead.
struct Problem {
  Mark mark;
  std::string path;  // "prepare[2].fill_missing.with"
  std::string message;
  std::string text() const;  // "task.yaml:7:12: prepare[2].fill_missing.with: …"
};

/// Collects all mistakes, so that a user sees them at once. Copies share one list and differ in where they stand.
///
///     if (low > high) problems.add("low", "is 5, above `high`, which is 3; swap them");
class Problems {
 public:
  Problems() : all_(std::make_shared<std::vector<Problem>>()) {}

  /// The same list, seen from an option or an item of `entry`; `part` is "with" or "[2]".
  Problems within(std::string_view part, const Entry& entry) const;

  /// The same list, seen from a whole file.
  Problems at(const Entry& root) const;

  void add(std::string message);                           // about the entry where this stands
  void add(std::string_view option, std::string message);  // about an option of it; its mark is looked up

  bool empty() const { return all_->empty(); }
  const std::vector<Problem>& all() const { return *all_; }
  const std::string& path() const { return path_; }
  const Mark& mark() const { return entry_.mark; }
  /// Throws one Error with all of them, a line each, in the order of the file; does nothing where there are none.
  void raise() const;

 private:
  std::shared_ptr<std::vector<Problem>> all_;
  std::string path_;
  Entry entry_;
};

}  // namespace plumb

#pragma once

#include "plumb/evaluate/report.h"
#include "plumb/task/evaluate_section.h"

namespace plumb {

/// One line of `require`: a score and where it must lie.
///
///     ">= 0.85"     "<= 12"     ">= baseline + 0.05"     "<= baseline * 0.9"     "> majority"     ">= linear"
///
/// `baseline` is the better of the baselines; `majority`, `mean` and `linear` are each of them.
struct Requirement {
  std::string score = {};  // "accuracy", "f1_macro"
  std::string text = {};   // as it was written
  bool at_least = true;    // else at most
  bool strictly = false;
  std::string baseline = {};  // "": none
  double number = 0;          // the bound, or what is added to the baseline
  double factor = 1;          // what the baseline is multiplied by
  Entry given = {};           // with its place in the task file
};

/// A gate: a run that misses one keeps its folder, says which and by how much, and exits 3.
///
///     require: {accuracy: ">= 0.85", f1: ">= baseline + 0.05"}
struct RequireSection {
  std::vector<Requirement> all = {};
  /// Unknown scores, and bounds on the side where a metric is good anyway.
  void check(const EvaluateSection& evaluate, Problems problems) const;
  /// The metrics that it needs, each with default options where the section does not measure it otherwise.
  std::vector<Metric> metrics(const EvaluateSection& evaluate) const;
};

template <>
struct Form<RequireSection> {
  static std::optional<RequireSection> read(const Entry& entry, Problems& problems);
  static Entry write(const RequireSection& value);
  static Entry schema();
  static std::string words() { return "bound of each metric"; }
};

/// What came of a requirement.
struct Verdict {
  std::string target = {}, score = {}, text = {};
  double value = 0, bound = 0;
  bool met = false;
  std::string sentence() const;  // "accuracy of income is 0.81, which misses >= 0.85 by 0.04"
};
std::vector<Verdict> judge(const RequireSection& section, const std::vector<Report>& reports);
Entry verdicts_entry(const std::vector<Verdict>& verdicts);

}  // namespace plumb

#include "plumb/cli/run_report.h"

#include <fmt/core.h>

namespace plumb {

std::string reports_text(const std::vector<Report>& reports) {
  std::string text;
  for (const Report& report : reports) {
    if (reports.size() > 1) text += fmt::format("{}target {}\n", text.empty() ? "" : "\n", report.target);
    text += report.text;
  }
  return text;
}

int print_run(const RunResult& run, bool json) {
  if (json) {
    Entry result = Entry::map();
    result.set("run", Entry::text(run.folder.string()));
    result.set("finished", Entry::boolean(!run.history.interrupted));
    result.set("metrics", run.metrics);
    fmt::print("{}\n", to_json(result));
  } else if (!run.history.interrupted) {
    fmt::print("{}\n", reports_text(run.reports));
    if (run.skipped > 0)
      fmt::print("{} could not be read and {} left out; see skipped.json\n",
                 run.skipped == 1 ? "1 row" : fmt::format("{} rows", run.skipped), run.skipped == 1 ? "was" : "were");
    fmt::print("kept in {}\n", run.folder.string());
  }
  return run.folder.empty() ? shell_code_of_ctrl_c : judged(run.verdicts);
}

int judged(const std::vector<Verdict>& verdicts) {
  bool all_met = true;
  for (const Verdict& verdict : verdicts) {
    if (!verdict.met)
      fmt::print(stderr, "require: {}\n", verdict.sentence());  // the reason of the exit code: also when quiet
    all_met &= verdict.met;
  }
  return all_met ? 0 : static_cast<int>(Error::Kind::requirement_missed);
}

}  // namespace plumb

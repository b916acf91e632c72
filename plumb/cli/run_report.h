#pragma once

#include "plumb/task/runner.h"

namespace plumb {

/// Prints how a run ended; returns the exit code: 0, also where the user stopped it, since all is saved; 3 where it
/// misses what the task requires.
int print_run(const RunResult& run, bool json);

/// Says which requirements were missed, on standard error, and by how much; the exit code: 3 if there is one.
int judged(const std::vector<Verdict>& verdicts);

/// Reports of each target, one under the other.
std::string reports_text(const std::vector<Report>& reports);

}  // namespace plumb

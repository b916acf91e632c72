#pragma once

#include "plumb/task/runner.h"

namespace plumb {

/// Prints how a run ended; returns the exit code: 0, also where the user stopped it, since all is saved.
int print_run(const RunResult& run, bool json);

/// Reports of each target, one under the other.
std::string reports_text(const std::vector<Report>& reports);

}  // namespace plumb

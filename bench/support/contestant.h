#pragma once

#include <functional>
#include <string>

#include "plumb/core/entry.h"

namespace plumb::bench {

/// What every program says that bench/run sets beside others: a line of facts when it is ready, and then, for each line
/// with a number of seconds that it reads, it repeats its work for so long and prints what that took:
///
///     {"step_ms": 9.71, "best_ms": 9.6, "cpu_ms": 19.4, "steps": 103}
///
/// step_ms is the median by the clock, cpu_ms the processor time of all threads; others who use the machine disturb the
/// second less. It waits in between, so contestants that take turns see the same disturbances.
void serve(const Entry& ready, const std::function<void()>& step);

/// One such measurement.
Entry measure(const std::function<void()>& step, double seconds);

/// The line of facts.
void say(const Entry& facts);

}  // namespace plumb::bench

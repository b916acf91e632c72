#pragma once

#include <sched.h>

#include <vector>

namespace plumb {

/// The cores of OpenMP's places, one set a place; none unless threads are to be bound (OMP_PROC_BIND, OMP_PLACES). Then
/// its runtime has bound the first thread before main(), and threads made later would inherit that one core.
std::vector<cpu_set_t> bound_places();

/// The cores that this process might use when it began.
cpu_set_t available_cores();
int count_available_cores();  // 1 at least

/// Lets the calling thread use all of them: one that was just made has those of the thread that made it, which may be
/// bound to a single one.
void use_available_cores();

}  // namespace plumb

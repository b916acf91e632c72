#pragma once

#include "plumb/core/problems.h"

namespace plumb {

/// Sections and words of the design that this version does not have: answers each with what is there today, and takes
/// it out of the task, so that the rest is checked all the same.
void answer_later_sections(Entry& task, Problems& problems);

}  // namespace plumb

#pragma once

#include "plumb/core/files.h"

namespace plumb {

/// What a path that is not there should perhaps have been, as the end of a message: `; did you mean data/adult.csv?`,
/// from the names in the deepest of its folders that exists; else `; there is no data/raw`, the first folder that is
/// missing; "" where neither helps.
std::string hint_for_missing(const Path& path);

}  // namespace plumb

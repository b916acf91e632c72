#pragma once

namespace plumb {

/// How many threads `threads: 0` means here: the cores that this process may use.
int threads_offered();

}  // namespace plumb

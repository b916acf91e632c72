#pragma once

#include <cstdint>
#include <functional>

namespace plumb {

/// Calls work(0) … work(count - 1), several at a time on threads of its own; whoever is free takes the next number.
/// Returns when all are done. Of several exceptions the one of the smallest number is thrown on, so that a message does
/// not depend on who was faster.
///
///     in_parallel(columns.size(), [&](int64_t c) { finish(columns[c]); });
///
/// For reading and writing data. A training step has threads of its own (engine/threads.h).
void in_parallel(int64_t count, const std::function<void(int64_t)>& work);

/// How many threads `in_parallel` uses at most: the processors that this process may run on, and not more than 8.
int parallel_threads();

/// While it lives, `in_parallel` uses at most so many: where each thread holds a piece of data and memory is bounded.
class FewerThreads {
 public:
  explicit FewerThreads(int most);
  ~FewerThreads();
  FewerThreads(const FewerThreads&) = delete;
  FewerThreads& operator=(const FewerThreads&) = delete;

 private:
  int before_;
};

}  // namespace plumb

#pragma once

#include <functional>

namespace plumb::engine {

/// Cores that this process may use (its affinity, not the machine's count).
int available_threads();

/// Threads that run one job together and meet at barriers. They spin shortly and then sleep: a step has few barriers,
/// and on a machine shared with others a thread that waits must give its core away.
///
///     Team::run(2, [&](int thread, Barrier& barrier) { first_half(thread); barrier.wait(); second_half(thread); });
///
/// The caller is thread 0.
class Barrier {
 public:
  virtual ~Barrier() = default;
  virtual void wait() = 0;
};

/// False if the threads are busy with another caller's job; nothing has been run then.
bool run_together(int threads, const std::function<void(int thread, Barrier& barrier)>& job);

}  // namespace plumb::engine

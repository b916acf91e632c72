#pragma once

namespace plumb {

/// While one of these lives, Ctrl-C and SIGTERM only ask to stop: a training ends its step, saves and says how to go
/// on. A second Ctrl-C ends the process at once.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
};

bool stop_requested();
/// What the signal does; for tests and for programs of their own.
void request_stop(bool asked = true);

}  // namespace plumb

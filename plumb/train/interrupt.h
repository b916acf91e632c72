#pragma once

#include "plumb/core/error.h"

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

/// While one of these lives and no InterruptGuard does, Ctrl-C and SIGTERM end the process at once, with a line on
/// standard error: there is nothing to save, or all is saved. For the program, where nobody else has a say.
///
///     const Parting parting("stopped; nothing was written\n", 130);
class Parting {
 public:
  Parting(const char* line, int exit_code);  // the line must live as long
  ~Parting();
  Parting(const Parting&) = delete;
  Parting& operator=(const Parting&) = delete;

 private:
  const char* line_before_;
  int code_before_;
};

/// A training was stopped whose weights the rest needs, so that there is nothing to go on with.
class Stopped : public Error {
  using Error::Error;
};

bool stop_requested();
/// What the signal does; for tests and for programs of their own.
void request_stop(bool asked = true);

}  // namespace plumb

#include "plumb/train/interrupt.h"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>

namespace plumb {
namespace {

std::atomic<bool> asked{false};
std::atomic<int> guards{0}, partings{0};
std::atomic<const char*> line{nullptr};
std::atomic<int> exit_code{0};
struct sigaction before_interrupt, before_terminate;

// Calls only what a signal handler may call.
extern "C" void on_signal(int signal) {
  if (const char* words = line; words && guards == 0) {
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, words, std::strlen(words));
    ::_exit(exit_code);
  }
  if (asked.exchange(true)) {  // the second time it means it
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

void listen(bool begin) {
  if (!begin) {
    sigaction(SIGINT, &before_interrupt, nullptr);
    sigaction(SIGTERM, &before_terminate, nullptr);
    return;
  }
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGINT, &action, &before_interrupt);
  sigaction(SIGTERM, &action, &before_terminate);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  if (guards++ > 0) return;
  asked = false;
  if (partings == 0) listen(true);
}

InterruptGuard::~InterruptGuard() {
  if (--guards == 0 && partings == 0) listen(false);
}

Parting::Parting(const char* words, int code) : line_before_(line), code_before_(exit_code) {
  exit_code = code;
  line = words;
  if (partings++ == 0 && guards == 0) listen(true);
}

Parting::~Parting() {
  exit_code = code_before_;
  line = line_before_;
  if (--partings == 0 && guards == 0) listen(false);
}

bool stop_requested() { return asked; }
void request_stop(bool stop) { asked = stop; }

}  // namespace plumb

#include "plumb/train/interrupt.h"

#include <atomic>
#include <csignal>

namespace plumb {
namespace {

std::atomic<bool> asked{false};
std::atomic<int> guards{0};
struct sigaction before_interrupt, before_terminate;

extern "C" void on_signal(int signal) {
  if (asked.exchange(true)) {  // the second time it means it
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

InterruptGuard::InterruptGuard() {
  if (guards++ > 0) return;
  asked = false;
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGINT, &action, &before_interrupt);
  sigaction(SIGTERM, &action, &before_terminate);
}

InterruptGuard::~InterruptGuard() {
  if (--guards > 0) return;
  sigaction(SIGINT, &before_interrupt, nullptr);
  sigaction(SIGTERM, &before_terminate, nullptr);
}

bool stop_requested() { return asked; }
void request_stop(bool stop) { asked = stop; }

}  // namespace plumb

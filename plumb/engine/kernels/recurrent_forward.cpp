#include <algorithm>
#include <thread>

#include "plumb/engine/kernels/recurrent.h"

namespace plumb::engine {
namespace {

constexpr int patience = 2000;  // looks for somebody who leads
constexpr int spins = 4096;     // until a waiting thread gives its core away

void begin(const RecurrentRun& run) { std::fill_n(run.scratch, 3 * run.rows * padded_units(run.units), 0.0F); }

void wait(int turn) {
  if (turn % spins == spins - 1) std::this_thread::yield();
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

void run_forward(const RecurrentCell& cell, const RecurrentRun& run) {
  begin(run);
  for (size_t k = 0; k < run.steps; ++k) cell.step(run, k, 0, run.units);
}

/// Step `number` of all runs, unless somebody else has taken it.
bool SharedSteps::second_half(const RecurrentCell& cell, const RecurrentRun& run, uint64_t number) {
  uint64_t unclaimed = number;
  if (!claimed_.compare_exchange_strong(unclaimed, number + 1, std::memory_order_acq_rel)) return false;
  cell.step(run, static_cast<size_t>(number % run.steps), run.units / 128 * 64, run.units);
  second_.store(number + 1, std::memory_order_release);
  return true;
}

void SharedSteps::lead(const RecurrentCell& cell, const RecurrentRun& run) {
  begin(run);
  const uint64_t start = leads_++ * run.steps;
  begun_.store(leads_, std::memory_order_release);
  for (uint64_t number = start; number < start + run.steps; ++number) {
    cell.step(run, static_cast<size_t>(number - start), 0, run.units / 128 * 64);
    first_.store(number + 1, std::memory_order_release);
    if (!second_half(cell, run, number))
      for (int i = 0; second_.load(std::memory_order_acquire) <= number; ++i) wait(i);
  }
}

void SharedSteps::follow(const RecurrentCell& cell, const RecurrentRun& run) {
  const uint64_t mine = ++follows_;
  for (int i = 0; begun_.load(std::memory_order_acquire) < mine; ++i) {
    if (i == patience) return;
    wait(i);
  }
  const uint64_t end = mine * run.steps;
  for (int i = 0;; ++i) {
    const uint64_t number = claimed_.load(std::memory_order_acquire);
    if (number >= end) return;
    if (first_.load(std::memory_order_acquire) >= number && second_.load(std::memory_order_acquire) >= number &&
        second_half(cell, run, number))
      i = 0;
    else
      wait(i);
  }
}

}  // namespace plumb::engine

#include "plumb/engine/internal/team.h"

#include <omp.h>
#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace plumb::engine {
namespace {

/// The cores of OpenMP's places, one set a place; none unless threads are to be bound (OMP_PROC_BIND, OMP_PLACES). Then
/// its runtime has bound the first thread before main(), and threads made later would inherit that one core.
std::vector<cpu_set_t> places() {
  std::vector<cpu_set_t> all;
  for (int place = 0; place < omp_get_num_places(); ++place) {
    std::vector<int> cores(static_cast<size_t>(omp_get_place_num_procs(place)));
    omp_get_place_proc_ids(place, cores.data());
    CPU_ZERO(&all.emplace_back());
    for (const int core : cores) CPU_SET(core, &all.back());
  }
  return all;
}

/// The cores that this process may use.
cpu_set_t available_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  const auto all = places();
  for (const cpu_set_t& place : all) CPU_OR(&set, &set, &place);
  if (all.empty()) sched_getaffinity(0, sizeof(set), &set);
  return set;
}

/// Keeps a thread off the cores of others. The kernel likes to wake a thread beside the one that wakes it, and two
/// threads of a team on one core wait for each other by the scheduler's ticks, milliseconds each. Where OpenMP binds,
/// thread n goes to place n as there; else a thread that meets another one's core leaves that core alone from then on.
/// Nothing is pinned to one core, since other programs, of ours too, may want the same.
class Spread {
 public:
  explicit Spread(int number) : cores_(available_cores()) {
    const auto all = places();
    if (!all.empty()) use(all[static_cast<size_t>(number) % all.size()]);
    bound_ = !all.empty();
  }
  void avoid(int core) {
    if (bound_ || core < 0 || sched_getcpu() != core) return;
    cpu_set_t others = cores_;
    CPU_CLR(core, &others);
    if (CPU_COUNT(&others) > 0) use(others);
  }

 private:
  static void use(const cpu_set_t& cores) { pthread_setaffinity_np(pthread_self(), sizeof(cores), &cores); }
  cpu_set_t cores_;
  bool bound_ = false;
};

void pause_briefly() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/// Waits until the number is no longer `old`: some tens of microseconds awake, then asleep.
void wait_while(const std::atomic<uint32_t>& number, uint32_t old) {
  for (int i = 0; i < 2000; ++i) {
    if (number.load(std::memory_order_acquire) != old) return;
    pause_briefly();
  }
  while (number.load(std::memory_order_acquire) == old) number.wait(old, std::memory_order_acquire);
}

class Meeting : public Barrier {
 public:
  void expect(int threads) { threads_ = threads; }
  void wait() override {
    const uint32_t turn = turn_.load(std::memory_order_acquire);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
      arrived_.store(0, std::memory_order_relaxed);
      turn_.fetch_add(1, std::memory_order_release);
      turn_.notify_all();
    } else {
      wait_while(turn_, turn);
    }
  }

 private:
  int threads_ = 1;
  std::atomic<int> arrived_ = 0;
  std::atomic<uint32_t> turn_ = 0;
};

/// The process's one team; grows to the largest number of threads that was asked for.
class Team {
 public:
  ~Team() {
    stop_ = true;
    begin_.fetch_add(256, std::memory_order_release);
    begin_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  bool run(int threads, const std::function<void(int, Barrier&)>& job) {
    const std::unique_lock lock(busy_, std::try_to_lock);
    if (!lock) return false;
    while (static_cast<int>(threads_.size()) < threads - 1) {
      const int number = static_cast<int>(threads_.size()) + 1;
      threads_.emplace_back([this, number, seen = begin_.load()] { work(number, seen); });
    }
    job_ = &job;
    core_.store(sched_getcpu(), std::memory_order_relaxed);
    meeting_.expect(threads);
    end_.expect(threads);
    // One number for turn and size: a thread that this job does without may wake when the next one is being set up.
    begin_.store((begin_.load(std::memory_order_relaxed) / 256 + 1) * 256 + static_cast<uint32_t>(threads),
                 std::memory_order_release);
    begin_.notify_all();
    job(0, meeting_);
    end_.wait();
    return true;
  }

 private:
  void work(int number, uint32_t seen) {
    Spread spread(number);
    while (true) {
      wait_while(begin_, seen);
      seen = begin_.load(std::memory_order_acquire);
      if (stop_) return;
      if (number >= static_cast<int>(seen % 256)) continue;
      spread.avoid(core_.load(std::memory_order_relaxed));
      (*job_)(number, meeting_);
      end_.wait();
    }
  }

  std::mutex busy_;
  std::vector<std::thread> threads_;
  const std::function<void(int, Barrier&)>* job_ = nullptr;
  Meeting meeting_, end_;
  std::atomic<int> core_ = -1;  // the caller's
  std::atomic<uint32_t> begin_ = 0;
  std::atomic<bool> stop_ = false;
};

}  // namespace

int available_threads() {
  const cpu_set_t cores = available_cores();
  return std::max(1, CPU_COUNT(&cores));
}

bool run_together(int threads, const std::function<void(int, Barrier&)>& job) {
  static Team team;
  return team.run(threads, job);
}

}  // namespace plumb::engine

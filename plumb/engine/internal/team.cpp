#include "plumb/engine/internal/team.h"

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
    while (true) {
      wait_while(begin_, seen);
      seen = begin_.load(std::memory_order_acquire);
      if (stop_) return;
      if (number >= static_cast<int>(seen % 256)) continue;
      (*job_)(number, meeting_);
      end_.wait();
    }
  }

  std::mutex busy_;
  std::vector<std::thread> threads_;
  const std::function<void(int, Barrier&)>* job_ = nullptr;
  Meeting meeting_, end_;
  std::atomic<uint32_t> begin_ = 0;
  std::atomic<bool> stop_ = false;
};

}  // namespace

int available_threads() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return std::max(1, CPU_COUNT(&set));
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

bool run_together(int threads, const std::function<void(int, Barrier&)>& job) {
  static Team team;
  return team.run(threads, job);
}

}  // namespace plumb::engine

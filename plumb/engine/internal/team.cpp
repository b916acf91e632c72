#include "plumb/engine/internal/team.h"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "plumb/core/cores.h"
#include "plumb/engine/internal/flush_denormals.h"
#include "plumb/engine/internal/one_thread.h"

namespace plumb::engine {
namespace {

/// Keeps a thread off the cores of others. The kernel likes to wake a thread beside the one that wakes it, and two
/// threads of a team on one core wait for each other by the scheduler's ticks, milliseconds each. Where OpenMP binds,
/// thread n goes to place n as there; else a thread that meets another one's core leaves that core alone from then on.
/// Nothing is pinned to one core, since other programs, of ours too, may want the same.
class Spread {
 public:
  explicit Spread(int number) : cores_(available_cores()) {
    const auto all = bound_places();
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

/// Where a column of the present turn stands, in one word that threads change by compare-and-swap. A word of another
/// turn never compares equal: who comes late takes nothing and sees nothing of a job that is over.
struct Standing {
  uint32_t turn = 0;
  uint16_t next = 0;   // the item to be done next
  uint16_t items = 0;  // the highest bit: somebody is at it
  static constexpr uint16_t taken = 0x8000;
};

class Column {
 public:
  void open(uint32_t turn, int items) {
    standing_.store({.turn = turn, .items = static_cast<uint16_t>(items)}, std::memory_order_release);
  }
  /// The item that is now the caller's, or -1.
  int take(uint32_t turn) {
    Standing now = standing_.load(std::memory_order_acquire);
    if (now.turn != turn || (now.items & Standing::taken) != 0 || now.next == now.items) return -1;
    Standing mine = now;
    mine.items |= Standing::taken;
    return standing_.compare_exchange_strong(now, mine, std::memory_order_acq_rel) ? now.next : -1;
  }
  void give_back() {
    Standing now = standing_.load(std::memory_order_relaxed);
    now.items &= static_cast<uint16_t>(~Standing::taken);
    ++now.next;
    standing_.store(now, std::memory_order_release);
  }

 private:
  alignas(64) std::atomic<Standing> standing_ = Standing{};
};

/// The process's one team; grows to the largest number of threads that was asked for.
class Team {
 public:
  ~Team() {
    stop_ = true;
    turn_.fetch_add(2, std::memory_order_release);
    turn_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  bool run(int threads, Job& job) {
    const std::unique_lock lock(busy_, std::try_to_lock);
    if (!lock) return false;
    while (static_cast<int>(threads_.size()) < threads - 1) {
      const int number = static_cast<int>(threads_.size()) + 1;
      threads_.emplace_back([this, number, seen = turn_.load()] { work(number, seen); });
    }
    job_ = &job;
    job_turn_ = -1;
    core_.store(sched_getcpu(), std::memory_order_relaxed);
    wanted_.store(threads, std::memory_order_relaxed);
    const FlushDenormals flush;
    const OneThread one;
    go_on();
    for (uint32_t turn = turn_.load(std::memory_order_acquire); (turn & over) == 0;
         turn = turn_.load(std::memory_order_acquire))
      if (!help(turn, 0)) wait_while(turn_, turn);
    return true;
  }

 private:
  static constexpr uint32_t over = 1;  // the bit of a turn's number that says that no job is there

  void work(int number, uint32_t seen) {
    const FlushDenormals flush;
    const OneThread one;
    Spread spread(number);
    while (!stop_) {  // who has seen the last turn already must not wait for another
      wait_while(turn_, seen);
      seen = turn_.load(std::memory_order_acquire);
      if (stop_) return;
      if (number >= wanted_.load(std::memory_order_relaxed)) continue;
      spread.avoid(core_.load(std::memory_order_relaxed));
      while (help(seen, number)) seen = turn_.load(std::memory_order_acquire);
    }
  }

  /// Does what is left of a turn; false if there was nothing to take.
  bool help(uint32_t turn, int number) {
    bool helped = false;
    const int columns = columns_in_use_.load(std::memory_order_relaxed);
    for (int i = 0; i < columns; ++i) {
      const int c = (number + i) % columns;
      for (int item = columns_[static_cast<size_t>(c)].take(turn); item >= 0;
           item = columns_[static_cast<size_t>(c)].take(turn)) {
        helped = true;
        job_->run_item(job_turn_, c, item);
        columns_[static_cast<size_t>(c)].give_back();
        if (left_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
          go_on();
          return true;
        }
      }
    }
    return helped;
  }

  /// By whoever did a turn's last item: the next one. What is one item is not worth telling the others.
  void go_on() {
    const uint32_t number = (turn_.load(std::memory_order_relaxed) | over) + 1;
    for (++job_turn_; job_turn_ < job_->turns(); ++job_turn_) {
      const int columns = job_->columns(job_turn_);
      int items = 0;
      for (int c = 0; c < columns; ++c) items += job_->items(job_turn_, c);
      if (columns == 1) {
        for (int item = 0; item < items; ++item) job_->run_item(job_turn_, 0, item);
      } else if (items > 0) {
        left_.store(items, std::memory_order_relaxed);
        columns_in_use_.store(columns, std::memory_order_relaxed);
        for (int c = 0; c < columns; ++c) columns_[static_cast<size_t>(c)].open(number, job_->items(job_turn_, c));
        return tell(number);
      }
    }
    tell(number | over);
  }

  void tell(uint32_t number) {
    turn_.store(number, std::memory_order_release);
    turn_.notify_all();
  }

  std::mutex busy_;
  std::vector<std::thread> threads_;
  std::array<Column, most_columns> columns_;
  // Of the present job; read by others only once they have taken an item of it.
  Job* job_ = nullptr;
  int job_turn_ = 0;
  std::atomic<int> left_ = 0;  // items of the turn that are not done
  std::atomic<int> columns_in_use_ = 0, wanted_ = 1;
  std::atomic<int> core_ = -1;  // the caller's
  alignas(64) std::atomic<uint32_t> turn_ = over;
  std::atomic<bool> stop_ = false;
};

}  // namespace

bool run_together(int threads, Job& job) {
  static Team team;
  return team.run(threads, job);
}

}  // namespace plumb::engine

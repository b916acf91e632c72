#include "plumb/core/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "plumb/core/cores.h"

namespace plumb {

namespace {

constexpr int most_threads = 8;
std::atomic<int> allowed = most_threads;  // NOLINT: of the process, as its memory is

}  // namespace

int parallel_threads() { return std::min(count_available_cores(), allowed.load()); }

FewerThreads::FewerThreads(int most) : before_(allowed.exchange(std::min(std::max(1, most), allowed.load()))) {}
FewerThreads::~FewerThreads() { allowed = before_; }

void in_parallel(int64_t count, const std::function<void(int64_t)>& work) {
  std::atomic<int64_t> next = 0;
  std::mutex mutex;
  std::exception_ptr problem;
  int64_t number_of_problem = std::numeric_limits<int64_t>::max();
  const auto go = [&] {
    for (int64_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        next = count;  // numbers are taken in order: every smaller one is at work or done
        const std::lock_guard lock(mutex);
        if (i < number_of_problem) number_of_problem = i, problem = std::current_exception();
      }
    }
  };
  std::vector<std::thread> helpers;
  try {
    for (int64_t t = 1; t < std::min<int64_t>(parallel_threads(), count); ++t)
      helpers.emplace_back([&] {
        use_available_cores();
        go();
      });
  } catch (const std::system_error&) {  // the system gives no more threads: those that there are do it
  }
  go();
  for (std::thread& helper : helpers) helper.join();
  if (problem) std::rethrow_exception(problem);
}

}  // namespace plumb

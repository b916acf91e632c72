// Threads for data use all cores, also where the thread that makes them is bound to one: by OMP_PROC_BIND, or because
// it left those of its team alone.
#include "plumb/core/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "plumb/core/cores.h"

namespace plumb {
namespace {

int cores_of_this_thread() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof(set), &set);
  return CPU_COUNT(&set);
}

TEST(Parallel, ThreadsAreNotBoundAsTheirMakerIs) {
  const cpu_set_t all = available_cores();
  if (CPU_COUNT(&all) < 2) GTEST_SKIP() << "one core: there is nothing to be bound to";
  EXPECT_EQ(parallel_threads(), std::min(8, CPU_COUNT(&all)));
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int core = 0; CPU_COUNT(&one) == 0; ++core)
    if (CPU_ISSET(core, &all)) CPU_SET(core, &one);
  sched_setaffinity(0, sizeof(one), &one);
  std::atomic<int> helped = 0, free = 0;
  const std::thread::id maker = std::this_thread::get_id();
  in_parallel(100, [&](int64_t) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));  // so that no thread does all
    if (std::this_thread::get_id() == maker) return;
    ++helped;
    free += cores_of_this_thread() == CPU_COUNT(&all);
  });
  EXPECT_EQ(cores_of_this_thread(), 1) << "the maker stays as it was";
  use_available_cores();
  EXPECT_EQ(cores_of_this_thread(), CPU_COUNT(&all));
  EXPECT_GT(helped, 0);
  EXPECT_EQ(free, helped);
}

}  // namespace
}  // namespace plumb

#include "plumb/core/cores.h"

#include <algorithm>

#ifdef _OPENMP  // not where libtorch runs everything (PLUMB_CPU=OFF)
#include <omp.h>
#endif

namespace plumb {

std::vector<cpu_set_t> bound_places() {
  std::vector<cpu_set_t> all;
#ifdef _OPENMP
  for (int place = 0; place < omp_get_num_places(); ++place) {
    std::vector<int> cores(static_cast<size_t>(omp_get_place_num_procs(place)));
    omp_get_place_proc_ids(place, cores.data());
    CPU_ZERO(&all.emplace_back());
    for (const int core : cores) CPU_SET(core, &all.back());
  }
#endif
  return all;
}

static cpu_set_t cores_at_start() {
  cpu_set_t set;
  CPU_ZERO(&set);
  const auto all = bound_places();
  for (const cpu_set_t& place : all) CPU_OR(&set, &set, &place);
  if (all.empty()) sched_getaffinity(0, sizeof(set), &set);
  return set;
}

cpu_set_t available_cores() {
  static const cpu_set_t at_start = cores_at_start();
  return at_start;
}

int count_available_cores() {
  const cpu_set_t cores = available_cores();
  return std::max(1, CPU_COUNT(&cores));
}

// Before main(): threads that compute leave each other's cores alone later on, the first one, too.
[[maybe_unused]] static const cpu_set_t asked_early = available_cores();

void use_available_cores() {
  const cpu_set_t cores = available_cores();
  sched_setaffinity(0, sizeof(cores), &cores);
}

}  // namespace plumb

#include "plumb/engine/internal/cores.h"

#ifdef _OPENMP  // not where libtorch runs everything (PLUMB_CPU=OFF)
#include <omp.h>
#endif

namespace plumb::engine {

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

cpu_set_t available_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  const auto all = bound_places();
  for (const cpu_set_t& place : all) CPU_OR(&set, &set, &place);
  if (all.empty()) sched_getaffinity(0, sizeof(set), &set);
  return set;
}

}  // namespace plumb::engine

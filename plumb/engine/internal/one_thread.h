#pragma once

#include <omp.h>

namespace plumb::engine {

/// While it lives, OpenMP regions that this thread opens have one thread. oneDNN fixes its number of threads when a
/// primitive is made, and asks again when it runs; our shards are the threads.
class OneThread {
 public:
  OneThread() : before_(omp_get_max_threads()) { omp_set_num_threads(1); }
  ~OneThread() { omp_set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;
};

}  // namespace plumb::engine

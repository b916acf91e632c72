#pragma once

#include <future>
#include <utility>

#include "plumb/core/cores.h"

namespace plumb {

/// Does work on a thread of its own, which may use all cores, wherever the thread that asks is bound. Throws
/// std::system_error where the system gives no more threads.
///
///     std::future<Window> next = beside([plan] { return read_window(plan); });
template <class Work>
auto beside(Work work) {
  return std::async(std::launch::async, [work = std::move(work)]() mutable {
    use_available_cores();
    return work();
  });
}

}  // namespace plumb

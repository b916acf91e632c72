// How a plan runs: turns that all threads begin together, each a walk over prepared calls.
#include <algorithm>
#include <chrono>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include "plumb/engine/internal/one_thread.h"
#include "plumb/engine/internal/team.h"
#include "plumb/engine/plan.h"

namespace plumb::engine {
namespace {

/// Denormal numbers (second moments of tiny gradients) cost a hundred times others and mean nothing: they count as
/// zero.
class FlushDenormals {
 public:
#if defined(__x86_64__)
  FlushDenormals() : old_(_mm_getcsr()) { _mm_setcsr(old_ | 0x8040); }
  ~FlushDenormals() { _mm_setcsr(old_); }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  unsigned old_;
#endif
};

constexpr int64_t worth_cutting = 8192;  // elements

}  // namespace

/// Runs a call and, where the plan keeps times, notes when. A call that is cut is counted by thread 0's part.
template <class Run>
void Plan::timed(Call& call, int lane, int thread, const Run& run) {
  if (!settings_.profile) return run();
  const auto begin = Clock::now();
  run();
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  timed_[static_cast<size_t>(thread)].push_back(
      {&call, lane, std::chrono::duration<double>(begin - began_).count(), seconds});
  const bool cut = call.run_part && threads_ > 1 && lane == 0;
  if (cut && thread != 0) return;
  call.seconds += seconds;
  call.fastest = call.runs == 0 ? seconds : std::min(call.fastest, seconds);
  ++call.runs;
}

void Plan::run_whole(Call& call, int lane, int thread) {
  timed(call, lane, thread, [&] { call.run ? call.run() : call.run_part(0, call.items, 0); });
}

void Plan::schedule() {
  for (int phase = 0; phase < phases_; ++phase) {
    if (phase % 2 == 1) {
      if (shards() > 0) turns_.push_back({.kind = Turn::Kind::shards, .phase = phase});
      continue;
    }
    for (Call& call : lanes_[0]->calls_[static_cast<size_t>(phase)]) {
      const bool parts = threads_ > 1 && (call.beside || (call.run_part && call.items >= worth_cutting));
      const auto kind = parts ? Turn::Kind::parts : Turn::Kind::once;
      const bool joins = !turns_.empty() && turns_.back().kind == kind && turns_.back().phase == phase &&
                         (!parts || (call.beside && turns_.back().calls.back()->beside));
      if (!joins) turns_.push_back({.kind = kind, .phase = phase});
      turns_.back().calls.push_back(&call);
    }
  }
}

void Plan::run_turn(const Turn& turn, int thread, int threads) {
  if (turn.kind == Turn::Kind::shards) {
    for (int shard = thread; shard < shards(); shard += threads)
      for (Call& call : lanes_[static_cast<size_t>(shard) + 1]->calls_[static_cast<size_t>(turn.phase)])
        run_whole(call, shard + 1, thread);
  } else if (turn.kind == Turn::Kind::once) {
    if (thread == 0)
      for (Call* call : turn.calls) run_whole(*call, 0, thread);
  } else {
    for (size_t i = 0; i < turn.calls.size(); ++i) run_part(*turn.calls[i], i, thread, threads);
  }
}

void Plan::run_part(Call& call, size_t number, int thread, int threads) {
  if (!call.run_part || call.items < worth_cutting) {
    if (static_cast<int>(number % static_cast<size_t>(threads)) == thread) run_whole(call, 0, thread);
    return;
  }
  const int64_t grains = (call.items + call.grain - 1) / call.grain;
  const int64_t from = grains * thread / threads * call.grain;
  const int64_t to = std::min(call.items, grains * (thread + 1) / threads * call.grain);
  if (from < to) timed(call, 0, thread, [&] { call.run_part(from, to, thread); });
}

void Plan::run() {
  if (!settings_.profile) return run_turns();
  for (auto& calls : timed_) calls.clear();
  timed_.resize(static_cast<size_t>(threads_));
  began_ = Clock::now();
  run_turns();
  const double seconds = std::chrono::duration<double>(Clock::now() - began_).count();
  ++runs_;
  if (seconds >= fastest_seconds_) return;
  fastest_seconds_ = seconds;
  fastest_ = timed_;
}

void Plan::run_turns() {
  const auto alone = [&] {
    const FlushDenormals flush;
    const OneThread one;
    for (const Turn& turn : turns_) run_turn(turn, 0, 1);
  };
  const auto together = [&](int thread, Barrier& barrier) {
    const FlushDenormals flush;
    const OneThread one;
    for (size_t i = 0; i < turns_.size(); ++i) {
      if (i > 0) barrier.wait();
      run_turn(turns_[i], thread, threads_);
    }
  };
  if (threads_ == 1 || !run_together(threads_, together)) alone();
}

std::string Plan::text() const {
  std::string all;
  int reorders = 0;
  const auto show = [&](const Call& call, const char* where) {
    all += where;
    if (call.runs > 0)
      all += fmt::format("{:9.1f} (best {:9.1f}) us  ", 1e6 * call.seconds / static_cast<double>(call.runs),
                         1e6 * call.fastest);
    all += call.what + (call.layout.empty() ? "" : " [" + call.layout + "]") + '\n';
    reorders += call.what == "reorder";
  };
  for (const Turn& turn : turns_)
    if (turn.kind == Turn::Kind::shards)
      for (const Call& call : lanes_[1]->calls_[static_cast<size_t>(turn.phase)]) show(call, "each ");
    else
      for (const Call* call : turn.calls) show(*call, turn.kind == Turn::Kind::once ? "once " : "part ");
  return all + fmt::format("{} reorder{}\n", reorders, reorders == 1 ? "" : "s");
}

}  // namespace plumb::engine

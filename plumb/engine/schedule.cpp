// How a plan runs: turns, in each of which the threads walk over prepared calls.
#include <algorithm>
#include <chrono>

#include "plumb/engine/internal/flush_denormals.h"
#include "plumb/engine/internal/one_thread.h"
#include "plumb/engine/plan.h"

namespace plumb::engine {
namespace {

constexpr int64_t worth_cutting = 8192;  // elements

}  // namespace

/// Runs a call and, where the plan keeps times, notes when. A call that is cut is counted by column 0's part.
template <class Run>
void Plan::timed(Call& call, int lane, int column, const Run& run) {
  if (!settings_.profile) return run();
  const auto begin = Clock::now();
  run();
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  timed_[static_cast<size_t>(column)].push_back(
      {&call, lane, std::chrono::duration<double>(begin - began_).count(), seconds});
  const bool cut = call.run_part && threads_ > 1 && lane == 0;
  if (cut && column != 0) return;
  call.seconds += seconds;
  call.fastest = call.runs == 0 ? seconds : std::min(call.fastest, seconds);
  ++call.runs;
}

void Plan::run_whole(Call& call, int lane, int column) {
  timed(call, lane, column, [&] { call.run ? call.run() : call.run_part(0, call.items, 0); });
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

int Plan::columns(int turn) const { return turns_[static_cast<size_t>(turn)].kind == Turn::Kind::once ? 1 : threads_; }

// The shards of a column are those that share its memory.
int Plan::items(int turn, int column) const {
  if (turns_[static_cast<size_t>(turn)].kind != Turn::Kind::shards) return 1;
  return (shards() - column + threads_ - 1) / threads_;
}

void Plan::run_item(int number, int column, int item) {
  const Turn& turn = turns_[static_cast<size_t>(number)];
  if (turn.kind == Turn::Kind::shards) {
    const int lane = column + item * threads_ + 1;
    for (Call& call : lanes_[static_cast<size_t>(lane)]->calls_[static_cast<size_t>(turn.phase)])
      run_whole(call, lane, column);
  } else if (turn.kind == Turn::Kind::once) {
    for (Call* call : turn.calls) run_whole(*call, 0, column);
  } else {
    for (size_t i = 0; i < turn.calls.size(); ++i) run_part(*turn.calls[i], i, column);
  }
}

void Plan::run_part(Call& call, size_t number, int column) {
  if (!call.run_part || call.items < worth_cutting) {
    if (static_cast<int>(number % static_cast<size_t>(threads_)) == column) run_whole(call, 0, column);
    return;
  }
  const int64_t grains = (call.items + call.grain - 1) / call.grain;
  const int64_t from = grains * column / threads_ * call.grain;
  const int64_t to = std::min(call.items, grains * (column + 1) / threads_ * call.grain);
  if (from < to) timed(call, 0, column, [&] { call.run_part(from, to, column); });
}

// Leaves out of all later runs what need not be computed again.
void Plan::settle() {
  std::set<const Call*> done;
  for (const auto& [phase, number] : constant_calls_)
    done.insert(&lanes_[0]->calls_[static_cast<size_t>(phase)][number]);
  for (Turn& turn : turns_) std::erase_if(turn.calls, [&](const Call* call) { return done.contains(call); });
  std::erase_if(turns_, [](const Turn& turn) { return turn.kind != Turn::Kind::shards && turn.calls.empty(); });
  settled_ = true;
}

void Plan::run() {
  if (!settings_.profile) {
    run_turns();
    if (frozen_ && !settled_) settle();
    return;
  }
  for (auto& calls : timed_) calls.clear();
  timed_.resize(static_cast<size_t>(threads_));
  began_ = Clock::now();
  run_turns();
  const double seconds = std::chrono::duration<double>(Clock::now() - began_).count();
  ++runs_;
  if (frozen_ && !settled_) settle();
  if (seconds >= fastest_seconds_) return;
  fastest_seconds_ = seconds;
  fastest_ = timed_;
}

void Plan::run_turns() {
  if (threads_ > 1 && run_together(threads_, *this)) return;
  const FlushDenormals flush;
  const OneThread one;
  for (int turn = 0; turn < turns(); ++turn)
    for (int column = 0; column < columns(turn); ++column)
      for (int item = 0; item < items(turn, column); ++item) run_item(turn, column, item);
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

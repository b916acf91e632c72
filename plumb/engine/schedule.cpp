// How a plan runs: turns, in each of which the threads, or one of them, walk over prepared calls.
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
  shared_ = SharedTurns(can_share(), threads_);
}

std::vector<char> Plan::can_share() const {
  std::vector<char> can;
  for (const Turn& turn : turns_) can.push_back(threads_ > 1 && turn.kind != Turn::Kind::once);
  return can;
}

void Plan::share_turns(const std::function<bool(int turn)>& shares) {
  std::vector<char> shared = can_share();
  for (int turn = 0; turn < turns(); ++turn)
    if (!shares(turn)) shared[static_cast<size_t>(turn)] = 0;
  shared_.settle_for(std::move(shared));
}

int Plan::columns(int turn) const { return shared_.shares(turn) ? threads_ : 1; }

// The shards of a column are those that share its memory. Where one thread does all, they come in their order.
int Plan::items(int turn, int column) const {
  if (turns_[static_cast<size_t>(turn)].kind != Turn::Kind::shards) return 1;
  return (shards() - column + columns(turn) - 1) / columns(turn);
}

void Plan::run_item(int number, int column, int item) {
  if (shared_.measures() && column == 0 && item == 0) shared_.begin_turn(number, Clock::now());
  const Turn& turn = turns_[static_cast<size_t>(number)];
  if (turn.kind == Turn::Kind::shards) {
    const int lane = column + item * columns(number) + 1;
    for (Call& call : lanes_[static_cast<size_t>(lane)]->calls_[static_cast<size_t>(turn.phase)])
      run_whole(call, lane, column);
  } else if (turn.kind == Turn::Kind::once) {
    for (Call* call : turn.calls) run_whole(*call, 0, column);
  } else {
    const int step = columns(number);
    for (size_t i = 0; i < turn.calls.size(); ++i) run_parts(*turn.calls[i], i, column, step);
  }
}

/// Parts column, column + step, ... of as many as there are threads.
void Plan::run_parts(Call& call, size_t number, int column, int step) {
  if (!call.run_part || call.items < worth_cutting) {
    if (static_cast<int>(number) % threads_ % step == column) run_whole(call, 0, column);
    return;
  }
  const int64_t grains = (call.items + call.grain - 1) / call.grain;
  timed(call, 0, column, [&] {
    for (int part = column; part < threads_; part += step) {
      const int64_t from = grains * part / threads_ * call.grain;
      const int64_t to = std::min(call.items, grains * (part + 1) / threads_ * call.grain);
      if (from < to) call.run_part(from, to, part);
    }
  });
}

// Leaves out of all later runs what need not be computed again.
void Plan::settle() {
  std::set<const Call*> done;
  for (const auto& [phase, number] : constant_calls_)
    done.insert(&lanes_[0]->calls_[static_cast<size_t>(phase)][number]);
  for (Turn& turn : turns_) std::erase_if(turn.calls, [&](const Call* call) { return done.contains(call); });
  std::erase_if(turns_, [](const Turn& turn) { return turn.kind != Turn::Kind::shards && turn.calls.empty(); });
  shared_ = SharedTurns(can_share(), threads_);
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
  shared_.begin_run();
  if (shared_.measures()) shared_.begin_turn(-1, Clock::now());
  const bool as_asked = !shared_.shares_any() || run_together(threads_, *this);
  if (!as_asked) shared_.share_none();
  if (!shared_.shares_any()) {
    const FlushDenormals flush;
    const OneThread one;
    for (int turn = 0; turn < turns(); ++turn)
      for (int item = 0; item < items(turn, 0); ++item) run_item(turn, 0, item);
  }
  if (shared_.measures()) shared_.begin_turn(turns(), Clock::now());
  shared_.end_run(as_asked);
}

std::string Plan::text() const {
  std::string all;
  int reorders = 0;
  const auto show = [&](const Call& call, const std::string& where) {
    all += where;
    if (call.runs > 0)
      all += fmt::format("{:9.1f} (best {:9.1f}) us  ", 1e6 * call.seconds / static_cast<double>(call.runs),
                         1e6 * call.fastest);
    all += call.what + (call.layout.empty() ? "" : " [" + call.layout + "]") + '\n';
    reorders += call.what == "reorder";
  };
  for (int i = 0; i < turns(); ++i) {
    const Turn& turn = turns_[static_cast<size_t>(i)];
    const std::string by = threads_ > 1 && !shared_.shares(i) ? "alone " : "";
    if (turn.kind == Turn::Kind::shards)
      for (const Call& call : lanes_[1]->calls_[static_cast<size_t>(turn.phase)]) show(call, "each " + by);
    else
      for (const Call* call : turn.calls) show(*call, turn.kind == Turn::Kind::once ? "once " : "part " + by);
  }
  return all + fmt::format("{} reorder{}\n", reorders, reorders == 1 ? "" : "s");
}

}  // namespace plumb::engine

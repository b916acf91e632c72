#include "plumb/engine/internal/shared_turns.h"

#include <algorithm>
#include <utility>

namespace plumb::engine {
namespace {

constexpr double longest_open = 200e-6;  // seconds of one thread
constexpr double clearly = 0.9;          // of the time together
constexpr int runs_each_way = 4;  // of a round; the first finds the caches, and the threads' sleep, as others left them
constexpr int rounds = 8;
constexpr int64_t farther = 4;  // a round begins after so many times the runs up to the end of the one before

double seconds_between(SharedTurns::Time from, SharedTurns::Time to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

bool is_open(const TurnTime& turn, int threads) { return turn.can_share && turn.together * threads < longest_open; }

std::vector<char> choose_shared(const std::vector<TurnTime>& times) {
  std::vector<char> shared;
  double with_threads = 0, alone = 0;
  for (const TurnTime& turn : times) {
    const bool shares = turn.can_share && turn.alone >= clearly * turn.together;
    shared.push_back(shares ? 1 : 0);
    with_threads += shares || !turn.can_share ? turn.together : turn.alone;
    alone += turn.alone;
  }
  if (alone < clearly * with_threads) std::fill(shared.begin(), shared.end(), 0);
  return shared;
}

SharedTurns::SharedTurns(std::vector<char> can_share, int threads)
    : threads_(threads), times_(can_share.size() + 1), begins_(can_share.size() + 2), chosen_(std::move(can_share)) {
  for (size_t turn = 0; turn < chosen_.size(); ++turn) times_[turn + 1].can_share = chosen_[turn] != 0;
  share(chosen_);
  if (any_) rounds_left_ = rounds;
}

void SharedTurns::share(const std::vector<char>& turns) {
  now_ = turns;
  any_ = std::any_of(now_.begin(), now_.end(), [](char shared) { return shared != 0; });
}

void SharedTurns::share_none() {
  std::fill(now_.begin(), now_.end(), 0);
  any_ = false;
}

void SharedTurns::begin_run() {
  measures_ = rounds_left_ > 0 && runs_ >= next_round_;
  ++runs_;
  if (!measures_) return;
  std::vector<char> turns;
  for (size_t i = 1; i < times_.size(); ++i)
    turns.push_back(times_[i].can_share && (place_ < runs_each_way || !is_open(times_[i], threads_)));
  share(turns);
}

void SharedTurns::count_run() {
  for (size_t i = 0; i < times_.size(); ++i) {
    const double seconds = seconds_between(begins_[i], begins_[i + 1]);
    const bool shared = i > 0 && now_[i - 1] != 0;
    if (place_ < runs_each_way)
      times_[i].together = std::min(times_[i].together, seconds);
    else if (!shared)
      times_[i].alone = std::min(times_[i].alone, seconds);
  }
}

void SharedTurns::end_run(bool as_asked) {
  if (measures_) {
    if (as_asked && place_ % runs_each_way != 0) count_run();
    if (++place_ == 2 * runs_each_way) {
      const std::vector<char> all = choose_shared(times_);
      chosen_.assign(all.begin() + 1, all.end());
      place_ = 0;
      --rounds_left_;
      next_round_ = farther * runs_;
    }
  }
  if (now_ != chosen_) share(chosen_);
}

void SharedTurns::settle_for(std::vector<char> shared) {
  rounds_left_ = 0;
  chosen_ = std::move(shared);
  share(chosen_);
}

}  // namespace plumb::engine

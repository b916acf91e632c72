#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <vector>

namespace plumb::engine {

/// What a turn took at best, in seconds: until the next one began, so with the meeting of threads at its end.
struct TurnTime {
  static constexpr double unknown = std::numeric_limits<double>::infinity();
  bool can_share = false;     // can threads share it at all?
  double together = unknown;  // of a turn that they cannot share: while they share all others
  double alone = unknown;     // not measured where the question is not open
};

/// Is a turn so short that meeting may cost more than sharing saves? Long ones are shared without a question: a noisy
/// moment must not halve the speed of a large training.
bool is_open(const TurnTime& turn, int threads);

/// Which turns threads are to share: all but those that are clearly faster alone. Waking threads costs what the turns
/// in between take longer, and is paid if any turn is shared: if one thread alone is clearly faster than all that, none
/// is. The same time tells nothing: so it is on a busy machine, where the others had no core and one thread did all.
std::vector<char> choose_shared(const std::vector<TurnTime>& times);

/// Which turns of a plan its threads share: all that they can at first, then what measuring says. A round of it is a
/// few runs in which they share all, and a few in which one thread does alone what is open. There are several rounds,
/// far from each other, and the best time counts: a moment in which the machine does something else decides nothing.
///
///     shared.begin_run();
///     if (shared.measures()) shared.begin_turn(0, now);     // and so on, by whoever begins it; turn -1: the run
///     shared.end_run(true);
class SharedTurns {
 public:
  using Time = std::chrono::steady_clock::time_point;
  /// By turn, whether threads can share it.
  explicit SharedTurns(std::vector<char> can_share = {}, int threads = 1);
  bool shares(int turn) const { return now_[static_cast<size_t>(turn)] != 0; }
  bool shares_any() const { return any_; }
  void begin_run();
  bool measures() const { return measures_; }
  void begin_turn(int turn, Time now) { begins_[static_cast<size_t>(turn + 1)] = now; }  // the number of turns: the end
  void end_run(bool as_asked);
  /// The rest of this run is for one thread.
  void share_none();
  /// From now on these are shared, and nothing is measured.
  void settle_for(std::vector<char> shared);

 private:
  void share(const std::vector<char>& turns);
  void count_run();

  int threads_;
  std::vector<TurnTime> times_;  // the first: from the begin of the run to its first turn
  std::vector<Time> begins_;
  std::vector<char> chosen_, now_;  // by turn
  bool any_ = false, measures_ = false;
  int64_t runs_ = 0, next_round_ = 1;  // the very first run is cold
  int rounds_left_ = 0;
  int place_ = 0;  // of the run in its round
};

}  // namespace plumb::engine

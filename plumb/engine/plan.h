#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "plumb/engine/executor.h"
#include "plumb/engine/internal/lane.h"
#include "plumb/engine/internal/shared_turns.h"
#include "plumb/engine/internal/team.h"
#include "plumb/engine/passes/passes.h"
#include "plumb/engine/profile.h"

/// A plan: everything decided about a graph for one number of rows. The engine's inside; use `make_executor`.
namespace plumb::engine {

/// How a run goes, in turns. A turn of shards or parts is shared by threads, or done by one of them: to the same bits.
struct Turn {
  enum class Kind { shards, once, parts } kind = Kind::once;
  int phase = 0;               // shards: the calls of this phase in every lane but the first
  std::vector<Call*> calls{};  // once: in order; parts: each cut into a range a column, or done in one of them
};

class Plan : private Job {
 public:
  Plan(const Graph& graph, const Values& outputs, int64_t rows, States& states, const EngineSettings& settings);
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  void bind(Value input, const void* data);
  void run();
  void freeze() { frozen_ = true; }  // engine/frozen.h
  const void* data(Value output) const;
  size_t memory_bytes() const { return arena_bytes_; }
  size_t buffer_bytes() const;  // what the buffers would take without sharing
  int shards() const { return static_cast<int>(lanes_.size()) - 1; }
  std::string text() const;
  /// Instead of what is measured: which turns threads share, for the tests that all of it gives the same bits.
  void share_turns(const std::function<bool(int turn)>& shares);
  StepTimes times() const;  // plan_times.cpp; with EngineSettings.profile

 private:
  friend class Lane;
  using Clock = std::chrono::steady_clock;
  struct Timed {
    const Call* call;
    int lane;
    double begin, seconds;  // from the begin of the run
  };
  template <class Run>
  void timed(Call& call, int lane, int column, const Run& run);
  void run_whole(Call& call, int lane, int column);
  void run_turns();
  CallTime describe(const Timed& one, int thread) const;
  void measure_work(const Group& group, const Lane& lane, CallTime& call) const;
  void choose_shards(int64_t rows);
  void find_needs();
  void find_constant();
  bool is_constant(const Group& group) const;
  void settle();
  void place_leaves(States& states);
  void fill_leaf(const Node& node, Buffer& buffer, States& states, const std::map<std::string, float>& initial);
  void prepare_groups();
  void prepare_totals(std::vector<int> sums);
  void add_total(const Node& node, Buffer* total, std::vector<Buffer*> shares);
  void prepare_outputs();
  void finish_updates();
  void assign_memory();
  void schedule();
  std::vector<char> can_share() const;
  int turns() const override { return static_cast<int>(turns_.size()); }
  int columns(int turn) const override;
  int items(int turn, int column) const override;
  void run_item(int turn, int column, int item) override;
  void run_parts(Call& call, size_t number, int column, int step);
  Value canonical(Value user) const;
  size_t thread_of(size_t lane) const { return lane == 0 ? 0 : (lane - 1) % static_cast<size_t>(threads_); }
  void want_whole(Value v);
  Value under_views(Value v) const;
  int storage(int id) const;                   // the node whose memory holds the value: seen through views and packs
  bool packs_here(int pack, int lane) const {  // is that lane one that packs?
    return (rows_of_[static_cast<size_t>(pack)] == Rows::none) == (lane == 0);
  }
  int phase_now() const { return phase_of(now_); }
  int phase_of(int group) const;
  int end_of_phase() const;  // the last group of the phase that is being prepared

  EngineSettings settings_;
  int threads_ = 1;
  Prepared prepared_;  // the whole graph, rewritten
  std::vector<Rebuilt> shard_graphs_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::vector<Group> groups_;
  std::vector<Rows> rows_of_;  // by node
  std::vector<int> group_of_;
  std::vector<int> phase_end_;    // by phase: its last group
  std::vector<char> needed_;      // read outside its group, or an output
  std::vector<char> read_whole_;  // made by shards, read in whole by what is computed once
  std::vector<char> total_;       // a sum over rows that somebody reads in whole
  // What depends only on states that no run of this plan changes: values, by node, and the calls of the first lane that
  // make them or another form of them (phase, number). Their results have memory of their own.
  std::vector<char> constant_;
  std::set<std::pair<int, size_t>> constant_calls_;
  bool making_constant_ = false;  // is such a call being prepared?
  bool frozen_ = false, settled_ = false;
  Users users_;
  std::vector<int> last_read_;                                  // by storage: the last group that reads it
  std::map<int, int> state_of_update_;                          // node of the new value -> node of the state
  std::unordered_map<int, std::pair<int, int64_t>> pack_home_;  // part -> pack, offset in elements
  std::unordered_map<int, Buffer*> wholes_;                     // what the shards fill together, for others to read
  std::map<std::pair<int, std::string>, Buffer*> forms_;
  std::deque<Buffer> buffers_;
  std::vector<Turn> turns_;
  SharedTurns shared_;
  Clock::time_point began_{};
  std::vector<std::vector<Timed>> timed_{},
      fastest_{};  // by column of a turn: the calls of this run, and of the fastest one
  double fastest_seconds_ = std::numeric_limits<double>::infinity();
  int64_t runs_ = 0;
  int now_ = -1;  // the group being prepared
  int phases_ = 1;
  std::shared_ptr<std::byte[]> arena_;
  std::vector<std::shared_ptr<std::byte[]>> owned_;
  size_t arena_bytes_ = 0;
};

}  // namespace plumb::engine

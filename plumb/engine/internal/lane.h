#pragma once

#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "plumb/engine/executor.h"
#include "plumb/engine/internal/buffer.h"
#include "plumb/engine/kernels/kernel.h"

namespace plumb::engine {

/// One prepared call.
struct Call {
  std::string what;
  int group = 0;
  std::string layout{};         // of what it does not keep row major: reordered weights
  std::function<void()> run{};  // or, over a range of items that may be cut:
  std::function<void(int64_t from, int64_t to, int part)> run_part{};
  int64_t items = 0;
  int64_t grain = 1;                // ranges begin at multiples of it
  bool beside = false;              // needs nothing of the calls before it in its phase, and they nothing of it
  double seconds = 0, fastest = 0;  // in all runs, and in the best one
  int64_t runs = 0;
};

class Plan;

/// What one thread of control computes: lane 0 what is computed once, the others a shard of the batch each. A kernel
/// prepares its call here: it asks for memory and adds calls.
///
/// All tensors lie row major (channels-last); other layouts are a kernel's own affair.
class Lane {
 public:
  Lane(Plan& plan, int number, const Graph& graph, int64_t first_row, int64_t rows)
      : plan_(plan), number_(number), graph_(graph), first_row_(first_row), rows_(rows) {}

  const Node& node(int id) const { return graph_.node(id); }
  const Graph& graph() const { return graph_; }
  const EngineSettings& settings() const;
  int number() const { return number_; }
  int threads() const;  // parts that a call here may be cut into
  /// The number, in the whole batch, of the first element of a value of this lane.
  int64_t first_element(Value v) const;
  const Shape& whole_shape(Value v) const;  // in the whole batch
  bool needed(int id) const;                // is it read outside its group?
  bool has_reader(int id, std::string_view op) const;

  Buffer* use(Value v);  // where the value lies
  /// Memory for a result: the state that it updates, its part of a packed buffer, the memory of one of `over` if nobody
  /// reads that later (the call must read each element before it writes it), else a new buffer.
  Buffer* place(Value v, const Values& over = {});
  void alias(Value v, Value of, size_t offset = 0);  // a view: the memory of another value, from `offset` bytes on
  Buffer* place_pack(Value pack);                    // the whole that place() puts its parts into
  void finish_pack(Value pack);                      // from now on the whole is the value
  bool is_part(Value v, Buffer* whole, size_t offset) const;
  Buffer* part(Buffer* whole, size_t offset, size_t bytes);
  Buffer* scratch(size_t bytes);        // for the calls of this group
  Buffer* keep(Value v, size_t bytes);  // beside a value, for the kernels of its gradient
  Buffer* kept(Value v);                // null: nothing was kept
  /// Another form of a value that is the same in all shards (reordered weights), made once a run. `make` fills it.
  Buffer* shared_form(Value v, const std::string& form, size_t bytes,
                      const std::function<void(Lane&, Buffer* from, Buffer* to)>& make);

  Call& call(std::string what, std::function<void()> run);  // valid until the next one is added
  void call_in_parts(std::string what, int64_t items, int64_t grain,
                     std::function<void(int64_t from, int64_t to, int part)> run);

 private:
  friend class Plan;
  Call& add_call(std::string what);
  Buffer* touch(Buffer* buffer);
  Buffer* make(size_t bytes);
  bool may_overwrite(Value input, size_t bytes);

  Plan& plan_;
  int number_;
  const Graph& graph_;
  int64_t first_row_, rows_;
  std::unordered_map<int, Buffer*> places_{}, kept_{}, packs_{};
  std::vector<Buffer*> taken_{};            // overwritten by the current group
  std::vector<std::vector<Call>> calls_{};  // by phase
};

}  // namespace plumb::engine

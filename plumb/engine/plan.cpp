#include "plumb/engine/plan.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "plumb/engine/internal/arena.h"
#include "plumb/engine/internal/memory.h"
#include "plumb/engine/internal/one_thread.h"
#include "plumb/engine/kernels/loops.h"
#include "plumb/engine/threads.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {

constexpr int forever = std::numeric_limits<int>::max();

Plan::Plan(const Graph& graph, const Values& outputs, int64_t rows, States& states, const EngineSettings& settings)
    : settings_(settings), prepared_(prepare_graph(graph, outputs, rows, settings)) {
  const OneThread one;
  users_ = find_users(*prepared_.graph, prepared_.live, prepared_.roots());
  choose_shards(rows);
  find_needs();
  find_constant();
  place_leaves(states);
  prepare_groups();
  prepare_outputs();
  finish_updates();
  assign_memory();
  schedule();
}

void Plan::choose_shards(int64_t rows) {
  RowsOf analysis = analyse_rows(prepared_, users_);
  threads_ = std::min(most_columns, settings_.threads > 0 ? settings_.threads : threads_offered());
  const int64_t shards = analysis.mixed ? 1 : count_shards(prepared_, analysis, rows, threads_, settings_);
  lanes_.push_back(std::make_unique<Lane>(*this, 0, *prepared_.graph, 0, rows));
  for (int64_t s = 0; s < shards && shards > 1; ++s) {
    const int64_t from = rows * s / shards, to = rows * (s + 1) / shards;
    shard_graphs_.push_back(rebuild(*prepared_.graph, to - from));
    for (const auto& [old, moved] : shard_graphs_.back().moved)
      if (old.id() != moved.id()) throw Bug("a graph for other rows has other nodes");
    lanes_.push_back(
        std::make_unique<Lane>(*this, static_cast<int>(s) + 1, *shard_graphs_.back().graph, from, to - from));
  }
  if (this->shards() == 0) {  // one lane computes all
    std::fill(analysis.rows.begin(), analysis.rows.end(), Rows::none);
    std::fill(analysis.phase.begin(), analysis.phase.end(), 0);
    if (!worth_parts(prepared_, settings_)) threads_ = 1;
  } else {
    threads_ = std::min(threads_, this->shards());
  }
  rows_of_ = analysis.rows;
  groups_ = make_groups(prepared_, analysis, users_, settings_.fuse);
  if (settings_.fuse) recompute_cheap(prepared_, analysis, users_, groups_);
  for (const Group& group : groups_) phases_ = std::max(phases_, group.phase + 1);
  phases_ = phases_ / 2 * 2 + 1;  // ends with an even phase, where the updates are
  phase_end_.assign(static_cast<size_t>(phases_), -1);
  for (size_t g = 0; g < groups_.size(); ++g) phase_end_[static_cast<size_t>(groups_[g].phase)] = static_cast<int>(g);
  for (auto& lane : lanes_) lane->calls_.resize(static_cast<size_t>(phases_));
}

int Plan::phase_of(int group) const {
  if (group < 0) return 0;
  return group < static_cast<int>(groups_.size()) ? groups_[static_cast<size_t>(group)].phase : phases_ - 1;
}

int Plan::end_of_phase() const { return std::max(now_, phase_end_[static_cast<size_t>(phase_now())]); }

int Plan::storage(int id) const {
  while (true) {
    const Node& node = prepared_.graph->node(id);
    if (const auto home = pack_home_.find(id); home != pack_home_.end())
      id = home->second.first;
    else if (node.op->view)
      id = node.in[0].id();
    else
      return id;
  }
}

// Which results must be in memory, until when, and which have a place waiting for them.
void Plan::find_needs() {
  const auto size = static_cast<size_t>(prepared_.graph->size());
  group_of_.assign(size, -1);
  needed_.assign(size, 0);
  total_.assign(size, 0);
  last_read_.assign(size, -1);
  read_whole_.assign(size, 0);
  for (size_t g = 0; g < groups_.size(); ++g)
    for (const int id : groups_[g].nodes) group_of_[static_cast<size_t>(id)] = static_cast<int>(g);
  for (const Group& group : groups_) {
    if (group.kernel != "pack") continue;
    const Node& pack = prepared_.graph->node(group.leader);
    int64_t offset = 0;
    for (size_t k = 1; k < pack.in.size(); offset += on_cache_line(count(pack.in[k].shape())), ++k) {
      const int part = pack.in[k].id(), from = group_of_[static_cast<size_t>(part)];
      if (from < 0 || pack.in[k].node().op->view) continue;
      const Group& maker = groups_[static_cast<size_t>(from)];
      const Rows rows = rows_of_[static_cast<size_t>(part)];
      const bool total = rows == Rows::sum && group.rows == Rows::none;  // put there when it is added up
      if ((rows == group.rows && maker.phase == group.phase) || total)
        pack_home_.emplace(part, std::pair(pack.self.id(), offset));
    }
  }
  for (size_t g = 0; g < groups_.size(); ++g)
    for (const int id : groups_[g].reads) {
      needed_[static_cast<size_t>(id)] = 1;
      last_read_[static_cast<size_t>(storage(id))] = static_cast<int>(g);
      if (groups_[g].rows == Rows::none && rows_of_[static_cast<size_t>(id)] == Rows::each)
        read_whole_[static_cast<size_t>(under_views(prepared_.graph->node(id).self).id())] = 1;
      const int from = group_of_[static_cast<size_t>(id)];
      if (from >= 0 && rows_of_[static_cast<size_t>(id)] == Rows::sum &&
          groups_[static_cast<size_t>(from)].phase < groups_[g].phase)
        total_[static_cast<size_t>(id)] = 1;
    }
  for (const Value v : prepared_.roots())
    if (rows_of_[static_cast<size_t>(v.id())] == Rows::sum) total_[static_cast<size_t>(v.id())] = 1;
  for (const auto& [state, next] : prepared_.updates) {
    needed_[static_cast<size_t>(next.id())] = 1;
    last_read_[static_cast<size_t>(storage(next.id()))] = forever;
    state_of_update_.emplace(next.id(), state.id());
  }
  for (const Value v : prepared_.outputs) {
    needed_[static_cast<size_t>(v.id())] = 1;
    last_read_[static_cast<size_t>(storage(v.id()))] = forever;
  }
}

void Plan::find_constant() {
  const Graph& graph = *prepared_.graph;
  constant_.assign(static_cast<size_t>(graph.size()), 0);
  if (!prepared_.updates.empty()) return;
  for (int id = 0; id < graph.size(); ++id) {
    const Node& node = graph.node(id);
    const Values reads = node.reads();
    const auto known = [&](Value v) { return constant_[static_cast<size_t>(v.id())] != 0; };
    constant_[static_cast<size_t>(id)] =
        node.in.empty() ? node.op->name != "input" : !reads.empty() && std::all_of(reads.begin(), reads.end(), known);
  }
}

bool Plan::is_constant(const Group& group) const {
  return group.phase % 2 == 0 && std::all_of(group.nodes.begin(), group.nodes.end(),
                                             [&](int id) { return constant_[static_cast<size_t>(id)] != 0; });
}

void Plan::place_leaves(States& states) {
  const Graph& graph = *prepared_.graph;
  std::map<std::string, float> initial;
  for (const State& state : graph.states) initial[state.name] = state.initial;
  for (int id = 0; id < graph.size(); ++id) {
    const Node& node = graph.node(id);
    if (!node.in.empty() || (!prepared_.live[static_cast<size_t>(id)] && node.op->name != "input")) continue;
    const bool in_shards = rows_of_[static_cast<size_t>(id)] == Rows::each;
    for (auto& lane : lanes_) {
      if (lane->number() > 0 ? !in_shards : in_shards && !read_whole_[static_cast<size_t>(id)]) continue;
      Buffer& buffer = buffers_.emplace_back();
      buffer.kept = true;
      buffer.lane = lane->number();
      buffer.bytes = static_cast<size_t>(count(lane->node(id).shape())) * size_of(node.type());
      lane->places_[id] = &buffer;
      fill_leaf(node, buffer, states, initial);
    }
  }
}

void Plan::fill_leaf(const Node& node, Buffer& buffer, States& states, const std::map<std::string, float>& initial) {
  if (node.op->name == "state") {
    const std::string& name = node.options.as<Leaf>().name;
    const auto found = initial.find(name);
    const States::Tensor& tensor =
        states.at(name, node.shape(), node.type(), found == initial.end() ? 0 : found->second);
    owned_.push_back(tensor.data);
    buffer.set(tensor.data.get());
    return;
  }
  owned_.push_back(allocate(buffer.bytes));
  buffer.set(owned_.back().get());
  if (node.op->name == "constant") {
    const double value = node.options.as<Number>().value;
    if (node.type() == Type::s32) *buffer.ints() = static_cast<int32_t>(value);
    if (node.type() == Type::f32) *buffer.floats() = static_cast<float>(value);
  }
  if (node.op->name == "table") {
    const auto& values = prepared_.graph->table_values(node.options.as<Leaf>().name);
    std::copy(values.begin(), values.end(), buffer.floats());
  }
}

Value Plan::under_views(Value v) const {
  while (v.node().op->view) v = v.node().in[0];
  return v;
}

// A value of rows that the shards fill together.
void Plan::want_whole(Value v) {
  if (rows_of_[static_cast<size_t>(v.id())] != Rows::each || v.node().in.empty() || wholes_.contains(v.id())) return;
  Buffer& whole = buffers_.emplace_back();
  whole.bytes = static_cast<size_t>(count(v.shape())) * size_of(v.type());
  whole.first = 0;
  whole.last = forever;
  wholes_[v.id()] = &whole;
}

void Plan::prepare_groups() {
  for (const Value v : prepared_.outputs) want_whole(v);
  for (int id = 0; id < prepared_.graph->size(); ++id)
    if (read_whole_[static_cast<size_t>(id)]) want_whole(prepared_.graph->node(id).self);
  int phase = 0;
  std::vector<int> sums;
  for (now_ = 0; now_ <= static_cast<int>(groups_.size()); ++now_) {
    const bool end = now_ == static_cast<int>(groups_.size());
    if (end || groups_[static_cast<size_t>(now_)].phase != phase) {
      prepare_totals(std::move(sums));
      sums.clear();
    }
    if (end) break;
    const Group& group = groups_[static_cast<size_t>(now_)];
    phase = group.phase;
    const Kernel* kernel = find_kernel(group.kernel);
    if (!kernel || !kernel->prepare) throw Error("this engine has no kernel for operator `{}`", group.kernel);
    for (auto& lane : lanes_) {
      if ((lane->number() > 0) != (phase % 2 == 1)) continue;
      lane->taken_.clear();
      making_constant_ = is_constant(group);
      const auto& calls = lane->calls_[static_cast<size_t>(phase)];
      const size_t before = calls.size();
      kernel->prepare(*lane, group);
      if (making_constant_)
        for (size_t i = before; i < calls.size(); ++i) constant_calls_.insert({phase, i});
      making_constant_ = false;
    }
    for (const int id : group.nodes)
      if (total_[static_cast<size_t>(id)]) sums.push_back(id);
  }
}

// The shards' shares of sums over rows, added in the order of the rows: where the total is packed, or into the first
// share. Views and packed parts lie in memory that is added up with their whole: larger ones first.
void Plan::prepare_totals(std::vector<int> sums) {
  const auto bytes = [&](int id) { return lanes_[1]->places_.at(id)->bytes; };
  std::stable_sort(sums.begin(), sums.end(), [&](int a, int b) { return bytes(a) > bytes(b); });
  std::map<const Buffer*, int> sharers;  // of the memory of the first share
  const auto root = [&](int id) {
    const Buffer* b = lanes_[1]->places_.at(id);
    while (b->parent) b = b->parent;
    return b;
  };
  for (const int id : sums) ++sharers[root(id)];
  std::map<const Buffer*, std::vector<std::pair<size_t, size_t>>> added;  // ranges, by the whole
  Lane& once = *lanes_[0];
  for (const int id : sums) {
    const Node& node = prepared_.graph->node(id);
    const auto home = pack_home_.find(id);
    const bool packed = home != pack_home_.end() && packs_here(home->second.first, 0) && sharers.at(root(id)) == 1;
    std::vector<Buffer*> shares;
    for (size_t s = 1; s < lanes_.size(); ++s) {
      const auto found = lanes_[s]->places_.find(id);
      shares.push_back(lanes_[s]->touch(found->second));
      for (Buffer* b = shares.back(); b; b = b->parent) b->shared = true;
      lanes_[s]->places_.erase(found);  // who reads it from now on means the total
    }
    if (packed) {
      add_total(node, once.place(node.self), shares);
      continue;
    }
    once.places_[id] = shares[0];
    size_t begin = 0;
    const Buffer* whole = shares[0];
    for (; whole->parent; whole = whole->parent) begin += whole->offset;
    const size_t end = begin + shares[0]->bytes;
    auto& ranges = added[whole];
    if (std::any_of(ranges.begin(), ranges.end(), [&](auto& r) { return r.first <= begin && end <= r.second; }))
      continue;
    ranges.push_back({begin, end});
    add_total(node, shares[0], shares);
  }
}

void Plan::add_total(const Node& node, Buffer* total, std::vector<Buffer*> shares) {
  Lane& once = *lanes_[0];
  const Kernel* kernel = find_kernel(node.op->name);
  if (kernel && kernel->join) {
    std::vector<Share> parts;
    for (size_t s = 1; s < lanes_.size(); ++s) parts.push_back({nullptr, lanes_[s]->rows_});
    once.call("join shards: " + node.op->name + plumb::text(node.shape()),
              [&node, total, shares = std::move(shares), parts, join = kernel->join]() mutable {
                for (size_t s = 0; s < shares.size(); ++s) parts[s].data = shares[s]->floats();
                join(node, total->floats(), parts);
              });
  } else {
    once.call_in_parts("sum over shards: " + node.op->name + plumb::text(node.shape()), count(node.shape()), 1024,
                       [total, shares = std::move(shares), add = find_loop("add", Type::f32, Form::tensors)](
                           int64_t from, int64_t to, int) {
                         for (int64_t at = from; at < to; at += 4096) {  // a piece of the total stays in the cache
                           const auto n = static_cast<size_t>(std::min<int64_t>(to - at, 4096));
                           float* sum = total->floats() + at;
                           const float* first = shares[0]->floats() + at;
                           for (size_t s = 1; s < shares.size(); ++s, first = sum)
                             add({.a = first, .b = shares[s]->floats() + at, .out = sum, .n = n});
                         }
                       });
  }
  once.calls_[static_cast<size_t>(phase_now() / 2 * 2)].back().beside = true;
}

void Plan::prepare_outputs() {
  for (const Value v : prepared_.outputs)
    for (auto& lane : lanes_) {
      const auto found = lane->places_.find(v.id());
      if (found == lane->places_.end()) continue;
      Buffer* from = lane->touch(found->second);
      for (Buffer* b = from; b; b = b->parent) b->last = forever;
      const auto whole = wholes_.find(v.id());
      if (whole == wholes_.end() || lane->number() == 0 || from->parent == whole->second) continue;
      // A view, or two names of one result: nobody could write it in its place.
      Buffer* to =
          lane->part(whole->second, static_cast<size_t>(lane->first_element(v)) * size_of(v.type()), from->bytes);
      lane->calls_[static_cast<size_t>(phases_ - 2)].push_back(
          {.what = "copy to output", .group = now_, .run = [from, to] {
             std::memcpy(to->data, from->data, to->bytes);
           }});
    }
}

// Updates that could not be written over the old state; those that read another state's old value first.
void Plan::finish_updates() {
  Lane& once = *lanes_[0];
  std::vector<std::pair<Buffer*, Buffer*>> copies;
  for (const auto& [state, next] : prepared_.updates) {
    Buffer* to = once.places_.at(state.id());
    Buffer* from = once.use(next);
    if (from == to) continue;
    if (from->kept) {
      Buffer* between = once.scratch(from->bytes);
      once.call("copy of a state", [=] { std::memcpy(between->data, from->data, between->bytes); });
      from = between;
    }
    copies.push_back({from, to});
  }
  for (const auto& [from, to] : copies)
    once.call("copy to state", [from = from, to = to] { std::memcpy(to->data, from->data, to->bytes); });
}

// Shards that run one after the other on a thread share what they use within a phase; so it stays in the thread's
// cache.
void Plan::assign_memory() {
  std::vector<std::vector<Buffer*>> lasting(lanes_.size()), passing(lanes_.size());
  for (Buffer& b : buffers_) {
    if (b.kept || b.parent || b.last < b.first) continue;
    const bool passes = b.lane > 0 && phase_of(b.first) == phase_of(b.last);
    (passes ? passing : lasting)[static_cast<size_t>(b.lane)].push_back(&b);
  }
  const auto pages = [](size_t bytes) { return (bytes + 4095) / 4096 * 4096; };
  std::vector<size_t> lasting_at(lanes_.size()), passing_at(static_cast<size_t>(threads_)),
      passing_size(static_cast<size_t>(threads_));
  for (size_t lane = 0; lane < lanes_.size(); ++lane) {
    lasting_at[lane] = arena_bytes_;
    arena_bytes_ += pages(place_by_lifetime(lasting[lane]));
    size_t& size = passing_size[thread_of(lane)];
    size = std::max(size, pages(place_by_lifetime(passing[lane])));
  }
  for (size_t thread = 0; thread < passing_at.size(); ++thread) {
    passing_at[thread] = arena_bytes_;
    arena_bytes_ += passing_size[thread];
  }
  arena_ = allocate(arena_bytes_);
  for (size_t lane = 0; lane < lanes_.size(); ++lane) {
    for (Buffer* b : lasting[lane]) b->set(arena_.get() + lasting_at[lane] + b->offset);
    for (Buffer* b : passing[lane]) b->set(arena_.get() + passing_at[thread_of(lane)] + b->offset);
  }
}

size_t Plan::buffer_bytes() const {
  size_t sum = 0;
  for (const Buffer& b : buffers_)
    if (!b.kept && !b.parent && b.last >= b.first) sum += padded(b.bytes);
  return sum;
}

Value Plan::canonical(Value user) const {
  const auto found = prepared_.moved.find(user);
  require(found != prepared_.moved.end() && found->first == user, "this plan was made of another graph");
  return found->second;
}

void Plan::bind(Value input, const void* data) {
  const Value v = canonical(input);
  require(v.node().op->name == "input", "bind: {} is no input", v.node().op->name);
  for (auto& lane : lanes_)
    if (const auto found = lane->places_.find(v.id()); found != lane->places_.end()) {
      const size_t offset = static_cast<size_t>(lane->first_element(v)) * size_of(v.type());
      found->second->set(const_cast<std::byte*>(static_cast<const std::byte*>(data)) + offset);  // NOLINT: only read
    }
}

const void* Plan::data(Value output) const {
  const Value v = canonical(output);
  if (const auto whole = wholes_.find(v.id()); whole != wholes_.end()) return whole->second->data;
  for (const auto& lane : lanes_)
    if (const auto found = lane->places_.find(v.id()); found != lane->places_.end()) return found->second->data;
  throw Error("data: {} is no output of this plan", v.node().op->name);
}

}  // namespace plumb::engine

// Cheap results that would lie in memory between calls far from each other, mostly from the forward half of a step to
// the backward half, are made again by the chains that read them, if what they are made of lies there anyway: the mask
// of a relu from its result.
#include <algorithm>
#include <limits>
#include <set>

#include "plumb/engine/passes/passes.h"

namespace plumb::engine {
namespace {

/// Takes no longer than reading what it makes. None of these rounds: chains round a sum of products once where they
/// make the products themselves, so that a product that moved would give other bits.
bool is_cheap(const Node& node) {
  static const std::set<std::string_view> all{"positive", "equal",   "sign",    "select", "cast",
                                              "relu",     "maximum", "minimum", "abs"};
  return all.contains(node.op->name);
}

int64_t bytes(const Node& node) { return count(node.shape()) * static_cast<int64_t>(size_of(node.type())); }

class Recomputing {
 public:
  Recomputing(const Prepared& prepared, const RowsOf& rows, const Users& users, std::vector<Group>& groups)
      : graph_(*prepared.graph), rows_(rows.rows), users_(users), groups_(groups) {
    maker_.assign(index(graph_.size()), -1);
    last_.assign(index(graph_.size()), -1);
    for (size_t g = 0; g < groups.size(); ++g) {
      for (const int id : groups[g].nodes) maker_[index(id)] = static_cast<int>(g);
      for (const int id : groups[g].reads) last_[storage(id)] = static_cast<int>(g);
    }
    for (const Value v : prepared.roots()) last_[storage(v.id())] = std::numeric_limits<int>::max();
  }

  // The last ones first: what reads them may then be made again, too.
  void run() {
    for (int id = graph_.size() - 1; id >= 0; --id)
      if (maker_[index(id)] >= 0 && is_cheap(graph_.node(id)) && !users_.root[index(id)]) consider(id);
    std::erase_if(groups_, [](const Group& group) { return group.nodes.empty(); });
  }

 private:
  static size_t index(int id) { return static_cast<size_t>(id); }
  size_t storage(int id) const {
    while (graph_.node(id).op->view) id = graph_.node(id).in[0].id();
    return index(id);
  }
  Values inputs(int id) const {
    Values all;
    for (const Value v : graph_.node(id).reads())
      for (const Value x : in_memory(v)) all.push_back(x);
    return all;
  }
  std::vector<Group*> readers(int id) const;
  bool fits(const Group& reader, int id) const;
  bool saves_memory(int id, int last_reader) const;
  void consider(int id);

  const Graph& graph_;
  const std::vector<Rows>& rows_;
  const Users& users_;
  std::vector<Group>& groups_;
  std::vector<int> maker_;  // by node, the group that makes it
  std::vector<int> last_;   // by storage, the last group that reads it; -1: none
};

std::vector<Group*> Recomputing::readers(int id) const {
  std::vector<Group*> all;
  for (Group& group : groups_)
    if (std::binary_search(group.reads.begin(), group.reads.end(), id)) all.push_back(&group);
  return all;
}

/// Is it a chain over the same elements in the same lanes, which reads at most one tensor more instead of this one?
bool Recomputing::fits(const Group& reader, int id) const {
  const Node& node = graph_.node(id);
  int64_t more = 0;
  for (const Value x : inputs(id))
    if (!std::binary_search(reader.reads.begin(), reader.reads.end(), x.id())) more += bytes(x.node());
  return reader.kernel == "chain" && reader.rows == rows_[index(id)] && reader.nodes.size() < 64 &&
         graph_.node(reader.leader).shape() == node.shape() && more <= bytes(node);
}

/// Bytes, times the calls for which they would be kept.
bool Recomputing::saves_memory(int id, int last_reader) const {
  int64_t saved = bytes(graph_.node(id)) * (last_reader - maker_[index(id)]);
  for (const Value x : inputs(id)) {
    const Node& base = graph_.node(static_cast<int>(storage(x.id())));
    const int last = last_[index(base.self.id())];
    if (last >= last_reader || (base.in.empty() && base.op->name != "state")) continue;
    if (last < 0 || base.in.empty()) return false;  // not in memory, or a state that would be overwritten by then
    saved -= bytes(base) * (last_reader - std::max(last, maker_[index(base.self.id())]));
  }
  return saved > 0;
}

void Recomputing::consider(int id) {
  const std::vector<Group*> all = readers(id);
  const auto spread = [&](int user) { return is_source(graph_.node(user)); };  // reads other elements than its own
  if (all.empty() || std::any_of(users_.of[index(id)].begin(), users_.of[index(id)].end(), spread)) return;
  const auto last = static_cast<int>(all.back() - groups_.data());
  if (!std::all_of(all.begin(), all.end(), [&](const Group* group) { return fits(*group, id); })) return;
  if (!saves_memory(id, last)) return;
  for (Group* group : all) {
    group->nodes.insert(std::upper_bound(group->nodes.begin(), group->nodes.end(), id), id);
    group->reads = chain_reads(graph_, group->nodes);
  }
  for (const Value x : inputs(id)) last_[storage(x.id())] = std::max(last_[storage(x.id())], last);
  Group& maker = groups_[index(maker_[index(id)])];
  const auto here = [&](int user) { return std::binary_search(maker.nodes.begin(), maker.nodes.end(), user); };
  if (std::any_of(users_.of[index(id)].begin(), users_.of[index(id)].end(), here)) return;
  std::erase(maker.nodes, id);
  maker.reads = chain_reads(graph_, maker.nodes);
  if (maker.leader == id && !maker.nodes.empty()) maker.leader = maker.nodes[0];
}

}  // namespace

void recompute_cheap(const Prepared& prepared, const RowsOf& rows, const Users& users, std::vector<Group>& groups) {
  Recomputing(prepared, rows, users, groups).run();
}

}  // namespace plumb::engine

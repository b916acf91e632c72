// Merges nodes into calls: what a kernel computes along (bias, activation), then pointwise nodes into chains, those
// that follow each other first, those that read the same after. Then puts the calls in order.
#include <algorithm>
#include <map>

#include "plumb/engine/passes/passes.h"

namespace plumb::engine {
namespace {

class Grouping {
 public:
  Grouping(const Prepared& prepared, const RowsOf& rows, const Users& users)
      : graph_(*prepared.graph), live_(prepared.live), rows_(rows), users_(users) {
    const auto size = static_cast<size_t>(graph_.size());
    of_.assign(size, -1);
    led_.assign(size, false);
    members_.resize(size);
    for (int id = 0; id < graph_.size(); ++id)
      if (live_[static_cast<size_t>(id)] && !graph_.node(id).in.empty() && !is_source(graph_.node(id))) open(id);
  }

  void absorb();
  void chain_producers();
  std::vector<Group> ordered(bool siblings);

 private:
  static size_t index(int id) { return static_cast<size_t>(id); }
  void open(int id) {
    of_[index(id)] = id;
    members_[index(id)] = {id};
  }
  bool together(int a, int b) const {  // computed in the same lanes at the same time
    return rows_.rows[index(a)] == rows_.rows[index(b)] && rows_.phase[index(a)] == rows_.phase[index(b)];
  }
  /// What a kernel computes along may be a sum over rows beside a result for each of them: its shards make both.
  bool beside(int a, int b) const {
    const bool once = rows_.rows[index(a)] == Rows::none;
    return rows_.phase[index(a)] == rows_.phase[index(b)] && once == (rows_.rows[index(b)] == Rows::none);
  }
  bool may_absorb(int leader, int id) const;
  bool depends(int id, int leader) const;
  bool chainable(int id) const { return graph_.node(id).op->pointwise && of_[index(id)] >= 0 && !led_[index(id)]; }
  void read(Value v, bool chain, std::vector<int>& reads);
  Group finished(int leader);
  void sort(std::vector<Group>& groups);
  void merge_siblings(std::vector<Group>& groups);

  const Graph& graph_;
  const std::vector<bool>& live_;
  const RowsOf& rows_;
  const Users& users_;
  std::vector<int> of_;                    // node -> the group's first node; -1: in none
  std::vector<std::vector<int>> members_;  // by first node
  std::vector<bool> led_;                  // in a group that a kernel leads
  std::vector<int> wanted_sources_;        // sources that somebody reads from memory
};

// No cycle comes of it if nothing that the group reads can depend on the node (inputs have smaller numbers), and
// nothing that the node reads on the group.
bool Grouping::may_absorb(int leader, int id) const {
  const auto& group = members_[index(leader)];
  if (of_[index(id)] != id || members_[index(id)].size() != 1 || !beside(leader, id)) return false;
  const auto inside = [&](int x) { return x == id || std::find(group.begin(), group.end(), x) != group.end(); };
  for (const int member : group)
    for (const Value v : graph_.node(member).reads())
      if (!inside(v.id()) && v.id() > id) return false;
  for (const Value v : graph_.node(id).reads()) {
    const auto read_too = [&](int member) {
      const Values reads = graph_.node(member).reads();
      return std::find(reads.begin(), reads.end(), v) != reads.end();
    };
    if (inside(v.id()) || std::any_of(group.begin(), group.end(), read_too)) continue;
    if (depends(v.id(), leader)) return false;
  }
  return true;
}

// Does a value, or whatever is computed together with something on the way to it, need the group?
bool Grouping::depends(int id, int leader) const {
  std::vector<bool> seen(index(graph_.size()));
  std::vector<int> open{id};
  while (!open.empty()) {
    const int here = open.back();
    open.pop_back();
    if (seen[index(here)]) continue;
    seen[index(here)] = true;
    const int group = of_[index(here)];
    if (group == leader) return true;
    const auto follow = [&](int member) {
      for (const Value v : graph_.node(member).reads()) open.push_back(v.id());
    };
    if (group < 0)  // a source or a leaf
      follow(here);
    else
      for (const int member : members_[index(group)]) follow(member);
  }
  return false;
}

void Grouping::absorb() {
  for (int id = 0; id < graph_.size(); ++id) {
    if (of_[index(id)] != id || graph_.node(id).op->pointwise) continue;
    const Kernel* kernel = find_kernel(graph_.node(id).op->name);
    if (!kernel || !kernel->absorb) continue;
    for (const int more : kernel->absorb(graph_.node(id), users_)) {
      if (!may_absorb(id, more)) break;
      of_[index(more)] = id;
      members_[index(more)].clear();
      members_[index(id)].push_back(more);
      led_[index(more)] = true;
    }
    std::sort(members_[index(id)].begin(), members_[index(id)].end());
  }
}

// A node whose readers are all in one chain joins it: no path can lead out of the chain and back.
void Grouping::chain_producers() {
  for (int id = graph_.size() - 1; id >= 0; --id) {
    if (!live_[index(id)] || !chainable(id) || users_.of[index(id)].empty()) continue;
    int target = -1;
    bool one = true;
    for (const int user : users_.of[index(id)]) {
      const int group = of_[index(user)];
      one = one && group >= 0 && chainable(user) && (target < 0 || group == target) && together(id, user) &&
            graph_.node(user).shape() == graph_.node(id).shape();
      target = group;
    }
    if (!one) continue;
    of_[index(id)] = target;
    members_[index(target)].push_back(id);
    members_[index(id)].clear();
  }
}

// A chain makes sources itself; it reads what they are made of.
void Grouping::read(Value v, bool chain, std::vector<int>& reads) {
  for (const Value x : chain ? in_memory(v) : Values{v}) {
    if (is_source(x.node()) && of_[index(x.id())] < 0) {
      open(x.id());
      wanted_sources_.push_back(x.id());
    }
    reads.push_back(x.id());
  }
}

Group Grouping::finished(int leader) {
  auto& nodes = members_[index(leader)];
  std::sort(nodes.begin(), nodes.end());
  const Node& first = graph_.node(leader);
  const bool chain = first.op->pointwise || is_source(first);
  Group group{.kernel = chain ? "chain" : first.op->name, .leader = chain ? nodes[0] : leader, .nodes = nodes};
  if (chain)
    for (const int id : chain_reads(graph_, nodes)) read(graph_.node(id).self, false, group.reads);
  else
    for (const int id : nodes)
      for (const Value v : graph_.node(id).reads())
        if (of_[index(v.id())] != leader) read(v, led_[index(id)], group.reads);
  std::sort(group.reads.begin(), group.reads.end());
  group.reads.erase(std::unique(group.reads.begin(), group.reads.end()), group.reads.end());
  group.rows = rows_.rows[index(leader)];
  group.phase = rows_.phase[index(leader)];
  return group;
}

// Depth first over what each group reads, groups by their first node. Numbers that follow from numbers alone (a rate
// after so many steps) come first: who reads them may then join any chain.
void Grouping::sort(std::vector<Group>& groups) {
  std::vector<char> number(index(graph_.size()));  // nodes of such groups
  const auto is_number = [&](const Group& group) {
    const auto small = [&](int id) { return count(graph_.node(id).shape()) == 1; };
    const auto known = [&](int id) { return number[index(id)] || (graph_.node(id).in.empty() && small(id)); };
    return std::all_of(group.nodes.begin(), group.nodes.end(), small) &&
           std::all_of(group.reads.begin(), group.reads.end(), known);
  };
  std::vector<size_t> order, others;
  for (size_t g = 0; g < groups.size(); ++g) {
    const bool first = is_number(groups[g]);
    if (first)
      for (const int id : groups[g].nodes) number[index(id)] = 1;
    (first ? order : others).push_back(g);
  }
  order.insert(order.end(), others.begin(), others.end());
  std::map<int, int> at;  // group's name -> place
  for (size_t g = 0; g < groups.size(); ++g) at[of_[index(groups[g].nodes[0])]] = static_cast<int>(g);
  std::vector<char> state(groups.size());  // 1: begun, 2: done
  std::vector<Group> sorted;
  std::vector<std::pair<int, size_t>> stack;
  for (const size_t g : order) {
    if (state[g] == 0) stack.push_back({static_cast<int>(g), 0});
    while (!stack.empty()) {
      auto& [here, next] = stack.back();
      const auto i = static_cast<size_t>(here);
      state[i] = std::max<char>(state[i], 1);
      if (next == groups[i].reads.size()) {
        if (state[i] != 2) sorted.push_back(groups[i]);
        state[i] = 2;
        stack.pop_back();
        continue;
      }
      const int group = of_[index(groups[i].reads[next++])];
      if (group < 0) continue;  // a leaf
      const int from = at.at(group);
      if (state[static_cast<size_t>(from)] == 1 && from != here) throw Bug("a cycle of calls");
      if (state[static_cast<size_t>(from)] == 0) stack.push_back({from, 0});
    }
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Group& a, const Group& b) { return a.phase < b.phase; });
  groups = std::move(sorted);
}

// A chain joins an earlier one that makes what it reads, or reads the same, if all it needs is there by then.
void Grouping::merge_siblings(std::vector<Group>& groups) {
  std::vector<int> made_by(index(graph_.size()), -1);  // node -> place in order
  std::map<int, int> reader;                           // value -> the first chain over it
  for (size_t g = 0; g < groups.size(); ++g) {
    Group& group = groups[g];
    int into = -1, ready = -1;
    for (const int id : group.reads) ready = std::max(ready, made_by[index(id)]);
    if (group.kernel == "chain")
      for (const int id : group.reads) {
        const auto found = reader.find(id);
        int candidate = made_by[index(id)];
        if (candidate < 0 || groups[index(candidate)].kernel != "chain")
          candidate = found == reader.end() ? -1 : found->second;
        if (candidate < 0 || candidate < ready) continue;
        const Group& other = groups[index(candidate)];
        if (together(other.nodes[0], group.nodes[0]) && other.nodes.size() + group.nodes.size() < 64 &&
            graph_.node(other.nodes[0]).shape() == graph_.node(group.nodes[0]).shape())
          into = candidate;
      }
    const int place = into >= 0 ? into : static_cast<int>(g);
    if (into >= 0) {
      Group& other = groups[index(into)];
      other.nodes.insert(other.nodes.end(), group.nodes.begin(), group.nodes.end());
      std::sort(other.nodes.begin(), other.nodes.end());
      other.leader = other.nodes[0];
      std::erase_if(group.reads, [&](int id) { return made_by[index(id)] == into; });
      other.reads.insert(other.reads.end(), group.reads.begin(), group.reads.end());
      std::sort(other.reads.begin(), other.reads.end());
      other.reads.erase(std::unique(other.reads.begin(), other.reads.end()), other.reads.end());
    }
    for (const int id : group.nodes) made_by[index(id)] = place;
    if (group.kernel == "chain")
      for (const int id : group.reads) reader.emplace(id, place);
    if (into >= 0) group.nodes.clear();
  }
  std::erase_if(groups, [](const Group& g) { return g.nodes.empty(); });
}

std::vector<Group> Grouping::ordered(bool siblings) {
  for (int id = 0; id < graph_.size(); ++id)
    if (live_[index(id)] && users_.root[index(id)] && is_source(graph_.node(id))) {
      open(id);
      wanted_sources_.push_back(id);
    }
  std::vector<Group> groups;
  for (int id = 0; id < graph_.size(); ++id)
    if (of_[index(id)] == id && !is_source(graph_.node(id))) groups.push_back(finished(id));
  for (size_t i = 0; i < wanted_sources_.size(); ++i) groups.push_back(finished(wanted_sources_[i]));
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.nodes[0] < b.nodes[0]; });
  sort(groups);
  if (siblings) merge_siblings(groups);
  return groups;
}

}  // namespace

std::vector<Group> make_groups(const Prepared& prepared, const RowsOf& rows, const Users& users, bool fuse) {
  Grouping grouping(prepared, rows, users);
  if (fuse) {
    grouping.absorb();
    grouping.chain_producers();
  }
  return grouping.ordered(fuse);
}

}  // namespace plumb::engine

// How each value depends on the rows of the batch, and so what every shard computes and what is computed once.
//
// Phases alternate: in odd ones every shard works on its rows, in even ones the shards' sums are added and what follows
// from them is computed once. A step has three phases, unless sums over rows flow back into rows (batch statistics).
#include <algorithm>

#include "plumb/engine/passes/passes.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

int next_even(int phase) { return (phase + 1) / 2 * 2; }
int next_odd(int phase) { return phase / 2 * 2 + 1; }

/// Nodes that the shards' shares may go through. A scale is left for later where others want what it scales too.
bool is_linear(const Node& node, const Users& users) {
  const std::string& op = node.op->name;
  if (node.op->view || op == "add" || op == "subtract") return op != "unpack";
  if (op == "affine") return node.options.as<Affine>().shift == 0 && users.only(node.in[0].node());
  const Kernel* kernel = find_kernel(op);
  return kernel && kernel->linear;
}

class Analysis {
 public:
  Analysis(const Prepared& prepared, const Users& users) : prepared_(prepared), graph_(*prepared.graph), users_(users) {
    const auto size = static_cast<size_t>(graph_.size());
    result.rows.assign(size, Rows::none);
    result.phase.assign(size, 0);
    // All of them, also what is never computed: it may lend its shape, and with it the rows.
    for (int id = 0; id < graph_.size(); ++id) visit(graph_.node(id));
    delay();
  }
  RowsOf result;

 private:
  Rows& rows(Value v) { return result.rows[static_cast<size_t>(v.id())]; }
  int& phase(Value v) { return result.phase[static_cast<size_t>(v.id())]; }

  /// The shards' shares may go through a linear node before they are added.
  bool stays_sum(const Node& node, const Values& reads) {
    if (!is_linear(node, users_)) return false;
    const auto is_joined = [](Value v) {
      const Kernel* kernel = find_kernel(v.node().op->name);
      return kernel && kernel->join;
    };
    if (std::any_of(reads.begin(), reads.end(), is_joined)) return false;
    return std::all_of(reads.begin(), reads.end(), [&](Value v) {
      return (rows(v) == Rows::sum && phase(v) == phase(reads[0])) || uniform_constant(v) == 0.0;
    });
  }

  void visit(const Node& node) {
    if (node.in.empty()) {
      if (node.op->name == "input" && node.options.as<Leaf>().batched) rows(node.self) = Rows::each;
      return;
    }
    const Values reads = node.reads();
    std::vector<Rows> in;
    int ready = 0;
    bool sums = false;
    for (const Value v : node.in) in.push_back(rows(v));
    for (const Value v : reads) {
      sums = sums || rows(v) == Rows::sum;
      ready = std::max(ready, rows(v) == Rows::sum ? phase(v) + 1 : phase(v));
    }
    if (sums && stays_sum(node, reads)) {
      rows(node.self) = Rows::sum;
      for (const Value v : reads) phase(node.self) = std::max(phase(node.self), phase(v));
      return;
    }
    std::replace(in.begin(), in.end(), Rows::sum, Rows::none);  // added by then
    const Rows r = rule(node, in);
    rows(node.self) = r;
    result.mixed = result.mixed || (r == Rows::mixed && prepared_.live[static_cast<size_t>(node.self.id())]);
    phase(node.self) = r == Rows::none ? next_even(ready) : next_odd(ready);
  }

  static Rows rule(const Node& node, const std::vector<Rows>& in) {
    if (std::all_of(in.begin(), in.end(), [](Rows r) { return r == Rows::none; })) return Rows::none;
    if (std::find(in.begin(), in.end(), Rows::mixed) != in.end()) return Rows::mixed;
    if (node.op->pointwise) return Rows::each;
    const Kernel* kernel = find_kernel(node.op->name);
    return kernel && kernel->rows ? kernel->rows(node, in) : Rows::mixed;
  }

  /// What does not depend on rows is computed where its first reader is, at the end if only the update is one: each
  /// phase that can be done without is two barriers less.
  void delay() {
    const auto size = static_cast<size_t>(graph_.size());
    int last = 0;
    for (int id = 0; id < graph_.size(); ++id)
      if (prepared_.live[static_cast<size_t>(id)])
        last = std::max(last, next_even(result.phase[static_cast<size_t>(id)]));
    std::vector<int> latest(size, last);
    for (int id = graph_.size() - 1; id >= 0; --id) {
      const auto i = static_cast<size_t>(id);
      if (!prepared_.live[i]) continue;
      const Node& node = graph_.node(id);
      if (result.rows[i] == Rows::none && !node.in.empty()) result.phase[i] = std::max(result.phase[i], latest[i]);
      const int before = result.phase[i] / 2 * 2;
      for (const Value v : node.reads())
        latest[static_cast<size_t>(v.id())] = std::min(latest[static_cast<size_t>(v.id())], before);
    }
  }

  const Prepared& prepared_;
  const Graph& graph_;
  const Users& users_;
};

}  // namespace

RowsOf analyse_rows(const Prepared& prepared, const Users& users) { return Analysis(prepared, users).result; }

}  // namespace plumb::engine

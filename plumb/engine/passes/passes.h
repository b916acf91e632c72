#pragma once

#include <string>
#include <vector>

#include "plumb/engine/executor.h"
#include "plumb/engine/kernels/kernel.h"

/// The passes from a traced graph to an ordered list of groups, one file each.
namespace plumb::engine {

/// The graph that is planned, and where the values of the user's graph went.
struct Prepared {
  std::unique_ptr<Graph> graph;
  std::map<Value, Value> moved;
  Values outputs;
  std::vector<Update> updates;  // empty if the plan makes none
  std::vector<bool> live;
  Values roots() const;
};

/// rewrite.cpp: sets the rows, writes in primitives what has no kernel, applies the rewrites, drops what nobody needs.
Prepared prepare_graph(const Graph& graph, const Values& outputs, int64_t rows, const EngineSettings& settings);

/// narrow.cpp: convolutions make only the cells that the pooling behind them reads, where that spares products; their
/// gradients, too.
void narrow(Prepared& prepared);

/// precision.cpp: products whose kernels gain by it take bf16 copies of what they multiply; all else stays f32. A copy
/// is a `cast` of the graph: made once for all products that read it, and by the chain that makes the value where there
/// is one.
void take_bf16_products(Prepared& prepared);

/// rows.cpp: how each node depends on the batch's rows.
struct RowsOf {
  std::vector<Rows> rows;
  std::vector<int> phase;  // odd: computed in every shard; even: once. Later phases read what earlier ones made
  bool mixed = false;      // some live node mixes rows: no shards
};
RowsOf analyse_rows(const Prepared& prepared, const Users& users);

/// users.cpp
Users find_users(const Graph& graph, const std::vector<bool>& live, const Values& roots);
/// Is it made by whoever reads it? Broadcasts, masks and constants.
bool is_source(const Node& node);
/// The one number that all elements of a value have, traced through broadcasts; empty if it is not one.
Value uniform(Value v);
/// What a chain that reads the value reads from memory: the value; of a source, its number or what it is made of.
Values in_memory(Value v);
/// What a chain of these nodes reads from memory, by node: ascending.
std::vector<int> chain_reads(const Graph& graph, const std::vector<int>& nodes);

/// group.cpp: merges nodes into calls and puts these in order; each reads only what earlier ones made.
std::vector<Group> make_groups(const Prepared& prepared, const RowsOf& rows, const Users& users, bool fuse);

/// recompute.cpp: cheap nodes whose results would lie in memory until far later are made again by the chains that read
/// them, where their inputs lie there anyway. Such a node is in several groups, or in one of a later phase.
void recompute_cheap(const Prepared& prepared, const RowsOf& rows, const Users& users, std::vector<Group>& groups);

/// shards.cpp: into how many parts the batch is cut; the threads take them in turn. The choice depends on the graph and
/// the number of threads only (with `any_threads` not even on that), so that the same run is made everywhere.
int64_t count_shards(const Prepared& prepared, const RowsOf& rows_of, int64_t rows, int threads,
                     const EngineSettings& settings);

/// Whether the products of a plan without shards are so large that threads share each of them: an answer for one long
/// sequence. Steps of training and plans that must not depend on the number of threads never do.
bool worth_parts(const Prepared& prepared, const EngineSettings& settings);

}  // namespace plumb::engine

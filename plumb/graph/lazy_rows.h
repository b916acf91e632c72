#pragma once

#include "plumb/graph/graph.h"

/// Tables of which a training step changes only the rows that its batch looked up.
///
/// An optimizer is arithmetic on the whole flat buffer: with it, a row that no batch looked up still moves (its moments
/// decay, its weights too), and each step passes over the whole table. Where a table is looked up lazily, the update
/// u of each tensor s of the optimizer's (weights, moments) becomes
///
///     select(changeable(graph), u, s)
///
/// so rows that were not looked up stay as they are, weights and moments, and the engine skips them. What is dense
/// (every other parameter) is updated as always. This is the rule of PyTorch's SparseAdam and of LazyAdam in TensorFlow
/// Addons, for every optimizer: steps are counted for the whole network, not for a row.
namespace plumb {

/// gather(table, rows), with the wish above for the table.
Value gather_lazily(Value table, Value rows);
bool is_lazy_gather(const Node& node);

/// 1 in the rows of the table that are among `rows`, else 0: [n, d]. Numbers that name no row count for none.
Value looked_up(Value rows, Value like_table);

/// 1 where a step may change the flat buffer, else 0; empty if no table is looked up lazily. To be asked when the
/// network is traced and before its gradients are: an Error if a lazy table is read in another way, too (a penalty on
/// its weights, a product with all of it), since every row then has a gradient.
Value changeable(Graph& graph);

}  // namespace plumb

#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/graph/graph.h"

/// What the CPU engine knows of an operator: how to prepare its call, what it computes along, how it treats rows.
///
/// A file in kernels/ adds its own operator and no other file is touched:
///
///     [[maybe_unused]] const bool registered = add_kernel("one_hot", {.prepare = prepare, .rows = each_row});
///
/// Filled before main(), only read afterwards.
namespace plumb::engine {

class Lane;

/// How a value depends on the rows of the batch.
enum class Rows : uint8_t {
  none,   // not at all: the same in every shard
  each,   // dimension 0 counts rows, and row i depends on row i of the inputs only
  sum,    // a sum over rows: the shards' results must be added
  mixed,  // in another way: the batch cannot be cut into shards
};
constexpr auto names(Rows) { return std::array{"none", "each", "sum", "mixed"}; }

/// What one call computes: some nodes, in order.
struct Group {
  std::string kernel;        // the operator whose kernel prepares the call; "chain" for pointwise ones
  int leader = -1;           // the node of that operator; the first one of a chain
  std::vector<int> nodes{};  // ascending
  std::vector<int> reads{};  // values read from memory; sources that the call makes itself are seen through
  Rows rows = Rows::none;    // of the leader; sums may be made beside results for each row
  int phase = 0;             // odd: in every shard; even: once
};

/// Who reads each value.
struct Users {
  const Graph* graph = nullptr;
  std::vector<std::vector<int>> of{};
  std::vector<bool> root{};  // wanted outside the graph
  /// The one node that reads this one, or null.
  const Node* only(const Node& node) const;
};

/// What one shard made of a sum over rows, and from how many rows of the batch.
struct Share {
  const float* data = nullptr;
  int64_t rows = 0;
};

/// Elements of a flat tensor.
struct Interval {
  int64_t begin = 0, end = 0;
};

struct Kernel {
  /// Asks the lane for memory and adds calls to it. Null: for the rule of rows alone.
  void (*prepare)(Lane& lane, const Group& group) = nullptr;
  /// Other nodes that the call computes along with this one (bias, activation): each is merged if it may be.
  std::vector<int> (*absorb)(const Node& node, const Users& users) = nullptr;
  /// How the result depends on rows, from how the inputs do; at least one of them is not `none`.
  /// Null: the batch cannot be cut where rows come in.
  Rows (*rows)(const Node& node, const std::vector<Rows>& in) = nullptr;
  bool linear = false;  // f(a + b) = f(a) + f(b): a sum over rows may be added up after it
  /// Makes the total of the shards' shares where that is no sum (moments). Null: they are added.
  void (*join)(const Node& node, float* total, const std::vector<Share>& shares) = nullptr;
  /// Of products: whether the node is worth computing from bf16 copies of its first two inputs, to a result in f32.
  /// Null: never (passes/precision.cpp).
  bool (*bf16)(const Node& node) = nullptr;
  /// Of sources: adds what must be done before, and says how a chain makes n elements from `first` on.
  std::function<void(size_t first, size_t n, void* out)> (*source)(Lane& lane, const Node& node) = nullptr;
  /// Of sources that are 1 in some ranges and 0 elsewhere: adds what must be done before, and says how a chain gets the
  /// ranges, in order. A chain that changes nothing outside of them asks for them instead of making elements.
  std::function<std::span<const Interval>()> (*ranges)(Lane& lane, const Node& node) = nullptr;
};
bool add_kernel(std::string_view op, Kernel kernel);
const Kernel* find_kernel(std::string_view op);

/// For operators that treat every row by itself, whatever reads it.
Rows each_row(const Node& node, const std::vector<Rows>& in);

/// An equal and cheaper value for the node, or an empty one; tried once on every node, inputs first.
using Rewrite = Value (*)(Value v);
bool add_rewrite(Rewrite rewrite);
const std::vector<Rewrite>& all_rewrites();

}  // namespace plumb::engine

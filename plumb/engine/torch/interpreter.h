#pragma once

#include <functional>
#include <map>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {

/// Runs the part of a graph that some values need, node by node through ATen forms. Results are dropped after their
/// last use. Composite operators without a form are decomposed first; with `native` false, all of them are.
class Interpreter {
 public:
  Interpreter(const Graph& graph, const Values& roots, const Place& place, int64_t rows = 0, bool native = true);

  /// The tensor of an input or state.
  using Leaf = std::function<at::Tensor(const Node&)>;
  /// Is shown each result as soon as it is there, and may change the tensor's flags (requires_grad).
  using Watch = std::function<void(Value, at::Tensor&)>;
  Tensors run(const Leaf& leaf, const Watch& watch = {}) const;

  const Graph& graph() const { return *graph_.graph; }  // the one that runs
  Value operator()(Value traced) const { return graph_(first_(traced)); }
  const std::vector<int>& order() const { return order_; }  // ids of nodes

 private:
  Rebuilt first_, graph_;
  Values roots_;
  Place place_;
  std::vector<int> order_, last_use_;            // by position; by node id
  std::map<std::string, at::Tensor> constants_;  // tables, on the device
};

}  // namespace plumb::aten

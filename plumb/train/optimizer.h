#pragma once

#include "plumb/core/registry.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// How gradients change parameters: arithmetic on the flat buffer, which the engine makes one in-place pass of. A kind
/// is a struct with described options, `learning_rate` among them, and
///
///     void build(Graph& graph, Value gradient, Value rate) const;    // graph.flat() gets its update
///
/// `gradient` has the shape of graph.flat(); `rate` is a scalar input, set each step by the schedule.
class Optimizer : public Component {
 public:
  static constexpr auto sort = "optimizer";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Optimizer(Kind kind)  // NOLINT: implicit by design
      : Component(kind),
        rate_(kind.learning_rate),
        build_([kind](Graph& graph, Value gradient, Value rate) { kind.build(graph, gradient, rate); }) {}
  double learning_rate() const { return rate_; }
  void build(Graph& graph, Value gradient, Value rate) const { build_(graph, gradient, rate); }

 private:
  double rate_ = 0;
  std::function<void(Graph&, Value, Value)> build_;
};

/// The number of this step from 1, as f32; counted in integers by a state of the graph.
Value step_number(Graph& graph);

}  // namespace plumb

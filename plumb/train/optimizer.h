#pragma once

#include "plumb/core/registry.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// How gradients change parameters: arithmetic on the flat buffer, which the engine makes one in-place pass of. A kind
/// is a struct with described options, `learning_rate` among them, and
///
///     void build(Graph& graph, Value gradient, Value rate) const;    // graph.flat() gets its update
///
/// `gradient` has the shape of graph.flat(); `rate` is a scalar input, set each step by the schedule. What it may offer
/// besides:
///
///     double rate() const;                                             // instead of `learning_rate`, for a wrapper
///     Value look_ahead(Graph& graph, Value gradient) const;             // the weights whose gradient it wants (sam)
///     static constexpr bool rate_is_a_factor = false;                   // its steps are not proportional to the rate
///
/// An optimizer that answers with other weights than those it trains keeps them in the state `answer_weights`.
class Optimizer : public Component {
 public:
  static constexpr auto sort = "optimizer";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Optimizer(Kind kind)  // NOLINT: implicit by design
      : Component(kind),
        build_([kind](Graph& graph, Value gradient, Value rate) { kind.build(graph, gradient, rate); }) {
    if constexpr (requires { kind.rate(); })
      rate_ = kind.rate();
    else
      rate_ = kind.learning_rate;
    if constexpr (requires(Graph & graph, Value gradient) { kind.look_ahead(graph, gradient); })
      look_ahead_ = [kind](Graph& graph, Value gradient) { return kind.look_ahead(graph, gradient); };
    if constexpr (requires { Kind::rate_is_a_factor; }) rate_is_a_factor_ = Kind::rate_is_a_factor;
  }
  double learning_rate() const { return rate_; }
  void build(Graph& graph, Value gradient, Value rate) const { build_(graph, gradient, rate); }
  /// Whether it wants the gradient elsewhere than at the weights, and the flat buffer of weights there.
  bool looks_ahead() const { return static_cast<bool>(look_ahead_); }
  Value look_ahead(Graph& graph, Value gradient) const { return look_ahead_(graph, gradient); }
  bool rate_is_a_factor() const { return rate_is_a_factor_; }

 private:
  double rate_ = 0;
  bool rate_is_a_factor_ = true;
  std::function<Value(Graph&, Value)> look_ahead_;
  std::function<void(Graph&, Value, Value)> build_;
};

/// The state that holds the weights to answer with, where these are not the ones that are trained (averages): the loop
/// scores them, and the training ends with them. Shaped like the flat buffer.
inline constexpr auto answer_weights = "answer_weights";

/// The number of this step from 1, as f32; counted in integers by a state of the graph.
Value step_number(Graph& graph);

}  // namespace plumb

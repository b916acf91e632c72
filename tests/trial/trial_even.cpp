// An optimizer.
#include "plumb/graph/operators.h"
#include "plumb/train/optimizer.h"

namespace plumb {
namespace {

/// Steps of nearly the rate, however long the gradient: p <- p - rate g / (|g| + softness).
struct TrialEven {
  double learning_rate = 0.01;
  double softness = 0.01;

  static constexpr auto name = "trial_even";
  static constexpr auto summary = "Steps of nearly one length, however long the gradient.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Longest step of a weight.", above(0));
    field("softness", self.softness, "The gradient that makes half of such a step.", above(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const {
    const Value p = graph.flat();
    graph.update(p, p - rate * (gradient / (abs(gradient) + softness)));
  }
};

[[maybe_unused]] const bool registered = registry<Optimizer>().add<TrialEven>();

}  // namespace
}  // namespace plumb

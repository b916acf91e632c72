// A regularizer.
#include "plumb/graph/operators.h"
#include "plumb/model/regularizer.h"

namespace plumb {
namespace {

/// factor times the sum of sqrt(1 + w^2) - 1: squares of small weights, absolute values of large ones.
struct TrialPull {
  double factor = 0.01;

  static constexpr auto name = "trial_pull";
  static constexpr auto summary = "Pulls small weights as l2 does and large ones as l1 does.";
  static constexpr auto shorthand = "factor";
  static void describe(auto& self, auto& field) { field("factor", self.factor, "Its weight.", at_least(0)); }
  Value penalty(Value parameter) const { return reduce(sqrt(square(parameter) + 1) - 1, {}) * factor; }
};

[[maybe_unused]] const bool registered = registry<Regularizer>().add<TrialPull>();

}  // namespace
}  // namespace plumb

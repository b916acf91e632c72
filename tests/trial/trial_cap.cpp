// A constraint.
#include "plumb/graph/operators.h"
#include "plumb/model/constraint.h"

namespace plumb {
namespace {

/// No weight is further from 0 than this.
struct TrialCap {
  double most = 1;

  static constexpr auto name = "trial_cap";
  static constexpr auto summary = "No weight is further from 0 than this.";
  static constexpr auto shorthand = "most";
  static void describe(auto& self, auto& field) { field("most", self.most, "How far.", above(0)); }
  Value constrained(Value weight) const {
    Graph& graph = weight.graph();
    return maximum(minimum(weight, graph.constant(most)), graph.constant(-most));
  }
};

[[maybe_unused]] const bool registered = registry<Constraint>().add<TrialCap>();

}  // namespace
}  // namespace plumb

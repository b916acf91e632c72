// A network by name.
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/networks/branches.h"

namespace plumb {
namespace {

/// One layer between what is read and the head.
struct TrialNarrow {
  int64_t units = 4;

  static constexpr auto name = "trial_narrow";
  static constexpr auto summary = "One layer between what is read and the head.";
  static constexpr auto shorthand = "units";
  static void describe(auto& self, auto& field) { field("units", self.units, "Its width.", at_least(1)); }
  Plan plan(const NetworkContext& context) const {
    Plan plan{.branches = branches_for(context, flat_layers)};
    plan.branches.layers = {Dense{units, relu}};
    plan.reasons = {fmt::format("trial_narrow: {} units for {} rows", units, context.rows)};
    return plan;
  }
};

[[maybe_unused]] const bool registered = registry<NamedNetwork>().add<TrialNarrow>();

}  // namespace
}  // namespace plumb

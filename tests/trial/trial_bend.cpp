// A layer, of an operator that only another file knows.
#include "plumb/graph/operators.h"
#include "plumb/model/initializers/zeros.h"
#include "tests/contract/layer_sample.h"

namespace plumb {
namespace {

/// A share of `trial_bent` for each feature, learned.
struct TrialBend {
  double strength = 1;

  static constexpr auto name = "trial_bend";
  static constexpr auto summary = "Bends each feature as far as it learns to.";
  static constexpr auto example = "trial_bend: {strength: 0.5}";
  static void describe(auto& self, auto& field) {
    field("strength", self.strength, "How far a weight of 1 bends.", above(0));
  }
  Value build(Scope& scope, Value x) const {
    require(x.rank() == 2, "needs rows of numbers, not {}", x.shape());
    const Value share = scope.parameter("share", {x.dim(1)}, Zeros{});
    return x + apply(find_operator("trial_bent"), {x}) * expand(share, x, {.axes = {0}}) * strength;
  }
};

[[maybe_unused]] const bool registered = registry<Layer>().add<TrialBend>();
[[maybe_unused]] const bool sampled =
    contract::layer_sample("trial_bend: {strength: 0.5}", [](contract::Inputs& in) { return in.rows({5}); });

}  // namespace
}  // namespace plumb

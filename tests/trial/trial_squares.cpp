// A loss.
#include "plumb/graph/operators.h"
#include "plumb/train/loss.h"

namespace plumb {
namespace {

/// The squares by which the probabilities of the classes miss 1 and 0 (Brier, 1950).
struct TrialSquares {
  double factor = 1;

  static constexpr auto name = "trial_squares";
  static constexpr auto summary = "The squares by which probabilities miss the truth.";
  static void describe(auto& self, auto& field) { field("factor", self.factor, "Multiplies it.", above(0)); }
  Value per_row(const LossInputs& inputs) const {
    const Value p = inputs.prediction;
    require(inputs.target.type() == Type::s32 && p.rank() == 2 && p.dim(1) >= 2,
            "trial_squares needs classes, and a network that ends in a unit a class");
    return reduce(square(p - one_hot(inputs.target, p)), {.axes = {1}}) * factor;
  }
};

[[maybe_unused]] const bool registered = registry<Loss>().add<TrialSquares>();

}  // namespace
}  // namespace plumb

// An augmentation of tables.
#include "plumb/prepare/augment.h"

namespace plumb {
namespace {

/// Moves all numbers of a train row by one draw, each as far as its column spreads.
struct TrialShift {
  double most = 0.1;

  static constexpr auto name = "trial_shift";
  static constexpr auto summary = "Moves the numbers of a train row together.";
  static constexpr auto shorthand = "most";
  static void describe(auto& self, auto& field) {
    field("most", self.most, "How far, as a share of the deviation of a column.", at_least(0));
  }
  void change(NumbersSpan row, Random& random) const {
    const double by = random.uniform(-most, most);
    for (size_t c = 0; c < row.cells.size(); ++c) row.cells[c] += static_cast<float>(by * row.train.deviations[c]);
  }
};

[[maybe_unused]] const bool registered = registry<Augmentation>().add<TrialShift>();

}  // namespace
}  // namespace plumb

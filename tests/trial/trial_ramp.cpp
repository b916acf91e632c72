// An initializer.
#include "plumb/model/initializer.h"

namespace plumb {
namespace {

/// From the first weight to the last evenly from -most to most.
struct TrialRamp {
  double most = 1;

  static constexpr auto name = "trial_ramp";
  static constexpr auto summary = "Evenly from -most to most.";
  static constexpr auto shorthand = "most";
  static void describe(auto& self, auto& field) { field("most", self.most, "The last weight.", above(0)); }
  void fill(const Shape& shape, Random&, float* to) const {
    const int64_t last = std::max<int64_t>(1, count(shape) - 1);
    for (int64_t i = 0; i < count(shape); ++i)
      to[i] = static_cast<float>(most * (2 * static_cast<double>(i) / static_cast<double>(last) - 1));
  }
};

[[maybe_unused]] const bool registered = registry<Initializer>().add<TrialRamp>();

}  // namespace
}  // namespace plumb

// A schedule.
#include "plumb/train/schedule.h"

namespace plumb {
namespace {

/// Falls within each epoch, and begins the next one anew.
struct TrialSawtooth {
  double depth = 0.5;

  static constexpr auto name = "trial_sawtooth";
  static constexpr auto summary = "Falls within each epoch.";
  static constexpr auto shorthand = "depth";
  static void describe(auto& self, auto& field) {
    field("depth", self.depth, "Share of the rate that an epoch takes off.", between(0, 1));
  }
  double rate(const Moment& moment) const {
    const int64_t steps = std::max<int64_t>(1, moment.steps / moment.epochs);
    return moment.learning_rate * (1 - depth * static_cast<double>(moment.step % steps) / static_cast<double>(steps));
  }
};

[[maybe_unused]] const bool registered = registry<Schedule>().add<TrialSawtooth>();

}  // namespace
}  // namespace plumb

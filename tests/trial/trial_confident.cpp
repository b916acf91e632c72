// A metric.
#include "plumb/evaluate/metric.h"

namespace plumb {
namespace {

/// The share of rows whose true class gets at least this probability.
struct TrialConfident {
  double least = 0.5;

  static constexpr auto name = "trial_confident";
  static constexpr auto summary = "Share of the rows whose true class gets at least some probability.";
  static constexpr auto example = "trial_confident: {least: 0.9}";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static void describe(auto& self, auto& field) { field("least", self.least, "The probability.", between(0, 1)); }
  Score score(const Predictions& predictions) const {
    double confident = 0, all = 0;
    for (int64_t row = 0; row < predictions.rows(); ++row) {
      all += predictions.weight(row);
      const int32_t truth = predictions.classes[static_cast<size_t>(row)];
      if (predictions.probability(row, truth) >= least) confident += predictions.weight(row);
    }
    return {.name = name, .value = confident / all};
  }
};

[[maybe_unused]] const bool registered = registry<Metric>().add<TrialConfident>();

}  // namespace
}  // namespace plumb

#pragma once

#include "plumb/evaluate/intervals.h"
#include "plumb/evaluate/threshold.h"

namespace plumb {

/// How probabilities are corrected, by what the valid rows say (evaluate/calibrate.h).
enum class CalibrateBy { none, temperature, isotonic };
constexpr auto names(CalibrateBy) { return std::array{"none", "temperature", "isotonic"}; }

/// What stands beside the scores: nothing, the majority class or the mean of the train rows, or a linear model, too.
enum class BaselineKind { automatic, constant, none };
constexpr auto names(BaselineKind) { return std::array{"auto", "constant", "none"}; }

/// How the test rows are scored. Nothing: the metrics that fit the target, with intervals and baselines.
///
///     evaluate: [accuracy, f1]
///     evaluate: {metrics: [accuracy, {f1: {average: macro}}], slices: [sex], calibrate: true, intervals: 0.95}
struct EvaluateSection {
  std::vector<Metric> metrics = {};
  std::vector<std::string> slices = {};
  CalibrateBy calibrate = CalibrateBy::none;
  Threshold threshold = {};
  double intervals = Bootstrap().level;  // 0: none
  int64_t resamples = Bootstrap().resamples;
  BaselineKind baseline = BaselineKind::automatic;
  bool plots = true;

  static void describe(auto& self, auto& field) {
    field("metrics", self.metrics, "What is measured on the test rows; nothing: what fits the target.");
    field("slices", self.slices, "Columns: the metrics of the rows of each of their values.");
    field("calibrate", self.calibrate, "How probabilities are corrected by the valid rows; true: temperature.");
    field("threshold", self.threshold, "From which probability on a row is called positive, chosen on the valid rows.");
    field("intervals", self.intervals, "Confidence of the bootstrap interval of each metric; false or 0: none.",
          from_below(0, 1));
    field("resamples", self.resamples, "How often the bootstrap draws the test rows.", between(20, 100000));
    field("baseline", self.baseline, "What stands beside: auto (constant and linear model), constant, none.");
    field("plots", self.plots, "Draws pictures into the run folder.");
  }
  /// The bootstrap, where intervals are asked for.
  std::optional<Bootstrap> bootstrap(uint64_t seed) const;
};

template <>
struct Form<EvaluateSection> {
  static std::optional<EvaluateSection> read(const Entry& entry, Problems& problems);
  static Entry write(const EvaluateSection& value) { return write_options(value); }
  static Entry schema();
  static std::string words() { return "list of metrics, or options"; }
};

/// `metrics`, and those of `more` that are not among them by the name of their score.
std::vector<Metric> with_metrics(std::vector<Metric> metrics, const std::vector<Metric>& more);

}  // namespace plumb

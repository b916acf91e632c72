#include "plumb/task/decide.h"

#include <algorithm>

#include "plumb/evaluate/average.h"
#include "plumb/evaluate/calibrate.h"
#include "plumb/task/anomaly.h"

namespace plumb {
namespace {

Calibration calibration_of(CalibrateBy by, const Predictions& valid) {
  Calibration calibration;
  if (by == CalibrateBy::temperature) calibration.temperature = fit_temperature(valid);
  if (by == CalibrateBy::isotonic) {
    const auto classes = static_cast<int64_t>(valid.labels.size());
    for (int64_t label = classes == 2 ? 1 : 0; label < classes; ++label) {
      Isotonic line = fit_isotonic(valid, label);
      calibration.curves.push_back({.x = std::move(line.x), .y = std::move(line.y)});
    }
  }
  return calibration;
}

}  // namespace

void decide(ReadyFit& fit, const Dataset& valid, const EvaluateSection& section, const PredictorSettings& settings) {
  decide_anomalies(fit, settings);
  if (section.calibrate == CalibrateBy::none && section.threshold.by == ThresholdBy::none) return;
  Predictor predictor(fit.trained.network, fit.trained.states, settings);
  const auto outputs = predictor(fit.valid->inputs);
  for (TrainedTarget& target : fit.trained.targets) {
    if (!target.spec.is_class()) continue;
    Predictions said = truth_of(target, valid.table.at(target.spec.name));
    said.weights.assign(fit.valid->weights.begin(), fit.valid->weights.end());
    said.probabilities = answer_from(target, outputs.at(target.spec.name), said.classes.size()).values;
    target.calibration = calibration_of(section.calibrate, said);
    target.calibration.apply(said.probabilities, said.labels.size());
    if (section.threshold.by != ThresholdBy::none && said.labels.size() == 2)
      target.threshold = choose_threshold(section.threshold, said);
  }
}

void require_decidable(const ReadyFit& fit, const Dataset& valid, const EvaluateSection& section) {
  const auto& targets = fit.trained.targets;
  const auto some = [&](auto holds) { return std::any_of(targets.begin(), targets.end(), holds); };
  const bool calibrates = section.calibrate != CalibrateBy::none, parts = section.threshold.by != ThresholdBy::none;
  require(!(calibrates || parts) || valid.rows() > 0,
          "evaluate.{}: is learned from the valid rows, and there are none; give `split.valid` a share",
          calibrates ? "calibrate" : "threshold");
  require(!calibrates || some([](const TrainedTarget& target) { return target.spec.is_class(); }),
          "evaluate.calibrate: corrects probabilities of classes, and {} is a number; leave it out",
          targets.front().spec.name);
  require(!parts || some([](const TrainedTarget& target) { return target.spec.labels.size() == 2; }),
          "evaluate.threshold: parts two classes, and {} {}; leave it out", targets.front().spec.name,
          targets.front().spec.is_class() ? fmt::format("has {}", targets.front().spec.labels.size()) : "is a number");
  if (!parts || !section.threshold.positive) return;
  for (const TrainedTarget& target : targets)
    if (target.spec.labels.size() == 2)
      positive_class({.target = target.spec.name, .labels = target.spec.labels}, section.threshold.positive);
}

}  // namespace plumb

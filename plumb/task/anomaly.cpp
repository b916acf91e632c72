#include "plumb/task/anomaly.h"

#include <algorithm>
#include <cmath>

#include "plumb/evaluate/accuracy.h"
#include "plumb/evaluate/auc.h"
#include "plumb/evaluate/f1.h"
#include "plumb/evaluate/mae.h"
#include "plumb/model/networks/autoencoder.h"

namespace plumb {

double quantile_of(std::vector<double> numbers, double quantile) {
  std::sort(numbers.begin(), numbers.end());
  const double place = quantile * static_cast<double>(numbers.size() - 1);
  const auto below = static_cast<size_t>(place), above = std::min(below + 1, numbers.size() - 1);
  return numbers[below] + (numbers[above] - numbers[below]) * (place - static_cast<double>(below));
}

void decide_anomalies(ReadyFit& fit, const PredictorSettings& settings) {
  for (TrainedTarget& target : fit.trained.targets) {
    if (!target.anomaly) continue;
    const Entry network = fit.model.named()->write();
    const double quantile = network.at(AutoencoderNetwork::name).at("quantile").as_double();
    const TrainRows& rows = fit.valid ? *fit.valid : fit.rows;
    const auto scores = Predictor(fit.trained.network, fit.trained.states, settings)(rows.inputs).at(target.spec.name);
    target.threshold = quantile_of({scores.begin(), scores.end()}, quantile);
  }
}

Predictions anomalies(const TrainedTarget& target, const std::vector<double>& scores, const Column& column) {
  Predictions said{.target = target.spec.name};
  if (target.anomaly->empty()) {
    said.numbers.assign(scores.size(), 0);
    said.predicted = scores;
    return said;
  }
  said.labels = anomaly_words;
  const double threshold = std::max(target.threshold.value_or(1), 1e-30);
  for (size_t row = 0; row < scores.size(); ++row) {
    const auto at = static_cast<int64_t>(row);
    require(!column.missing(at), "target \"{}\" is missing in row {}; leave such rows out of what is evaluated",
            target.spec.name, row + 1);
    said.classes.push_back(contains_word(*target.anomaly, column.shown(at)) ? 1 : 0);
    const double p = std::isinf(scores[row]) ? 1 : scores[row] / (scores[row] + threshold);
    said.probabilities.insert(said.probabilities.end(), {1 - p, p});
    said.called.push_back(scores[row] >= threshold ? 1 : 0);
  }
  return said;
}

std::vector<Metric> anomaly_metrics(bool labelled) {
  return labelled ? std::vector<Metric>{Auc{}, F1{}, Accuracy{}} : std::vector<Metric>{Mae{}};
}

std::optional<Architecture> network_for_anomalies(const Architecture& asked, const std::vector<Target>& targets) {
  const auto named = asked.named();
  const bool scores = named && named->name() == AutoencoderNetwork::name;
  const auto is_anomaly = [](const Target& target) { return target.type == TargetType::anomaly; };
  if (std::none_of(targets.begin(), targets.end(), is_anomaly)) {
    require(!scores,
            "model: autoencoder gives an anomaly score, and \"{}\" is another target; write `target: none`, or "
            "`target: {{{}: anomaly}}` where its column says which rows are anomalies",
            targets.front().column, targets.front().column);
    return {};
  }
  require(targets.size() == 1, "target: an anomaly score is a task of its own; leave the other targets out");
  if (named && named->name() == "auto") return Architecture(NamedNetwork(AutoencoderNetwork{}));
  require(scores, "model: an anomaly score comes from `model: autoencoder`; write that, or leave `model` out");
  return asked;
}

}  // namespace plumb

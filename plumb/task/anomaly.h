#pragma once

#include "plumb/deploy/trained.h"
#include "plumb/evaluate/metric.h"
#include "plumb/task/fit.h"
#include "plumb/train/predictor.h"

namespace plumb {

/// Targets that no row tells: each row gets an anomaly score (model/networks/autoencoder.h), and is called an anomaly
/// from a threshold on.

/// The quantile of these numbers, as numpy.quantile has it: linear between neighbours.
double quantile_of(std::vector<double> numbers, double quantile);

/// The threshold of each anomaly target of the fit: the network's quantile of the scores of the valid rows, or of the
/// train rows where there are none.
void decide_anomalies(ReadyFit& fit, const PredictorSettings& settings);

/// What scores say of rows: of labelled ones as two classes, with p = score / (score + threshold) in the place of a
/// probability, which keeps the order of scores and is 1/2 at the threshold; of others as numbers that should be 0.
Predictions anomalies(const TrainedTarget& target, const std::vector<double>& scores, const Column& column);

/// By which anomalies are measured where nothing is said: auc, f1 and accuracy of labelled rows; of others mae, which
/// is the mean score.
std::vector<Metric> anomaly_metrics(bool labelled);

/// The network where the target is an anomaly score: `auto` becomes the autoencoder. Nothing where it is not. Refuses a
/// network that gives no score to such a target, and one that gives nothing else to another.
std::optional<Architecture> network_for_anomalies(const Architecture& asked, const std::vector<Target>& targets);

}  // namespace plumb

#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// Finds rows that are unlike the others, without being told which: dense layers squeeze a row's prepared numbers
/// through a bottleneck and give them back, and the mean squared error of what comes back is the row's anomaly score
/// (reconstruction error; Hawkins et al., "Outlier detection using replicator neural networks", 2002).
///
///     target: none                     # or a column of labels, which only evaluation looks at:
///     target: {fraud: {anomaly: {labels: [yes]}}}
///     model: {autoencoder: {units: [64, 8], quantile: 0.99}}
///
/// A row whose score reaches the `quantile` of the valid rows' scores (of the train rows', where there are none) is
/// called an anomaly. The score is the network's output, so training makes its mean small, and exports give it. Columns
/// of categories are reconstructed as the zeros and ones that they are prepared to.
struct AutoencoderNetwork {
  std::vector<int64_t> units = {};
  double noise = 0;
  double quantile = 0.99;
  Activation activation = {};  // relu

  AutoencoderNetwork();
  static constexpr auto name = "autoencoder";
  static constexpr auto summary = "Gives rows back through a bottleneck: its error is an anomaly score.";
  static void describe(auto& self, auto& field) {
    field("units", self.units,
          "Widths of the layers down to the bottleneck, which is the last; the way back has the same. Nothing: 64 and "
          "a third of the numbers, at most 32.",
          at_least(1));
    field("noise", self.noise, "Deviation of the normal noise that is added to the numbers while training.",
          at_least(0));
    field("quantile", self.quantile, "Share of usual rows, by which scores are called anomalies.", between(0, 1));
    field("activation", self.activation, "Applied after each layer but the bottleneck and the last.");
  }
  Wants wants(const TableFacts& facts) const;
  Plan plan(const NetworkContext& context) const;
};

}  // namespace plumb

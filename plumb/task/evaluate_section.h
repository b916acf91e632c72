#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// How the test rows are scored. Nothing: the metrics that fit the target.
///
///     evaluate: [accuracy, f1]
///     evaluate: {metrics: [accuracy, {f1: {average: macro}}]}
struct EvaluateSection {
  std::vector<Metric> metrics = {};
};

template <>
struct Form<EvaluateSection> {
  static std::optional<EvaluateSection> read(const Entry& entry, Problems& problems);
  static Entry write(const EvaluateSection& value) { return Form<std::vector<Metric>>::write(value.metrics); }
  static Entry schema();
  static std::string words() { return "list of metrics"; }
};

}  // namespace plumb

#pragma once

#include "plumb/core/column.h"
#include "plumb/evaluate/metric.h"

namespace plumb {

/// Groups of rows by what a column holds, so that a model that fails some of them cannot hide behind the mean.
///
///     evaluate: {metrics: [accuracy], slices: [sex, age]}
///
/// A group a value; of numbers with more than twelve different values four groups between their quartiles. Missing
/// cells are a group of their own. Groups of fewer than 30 rows are marked: a score of so few says little.
struct Slices {
  struct Group {
    std::string value = {};
    std::vector<int64_t> rows = {};
    bool few() const { return rows.size() < 30; }
  };
  std::string column = {};
  std::vector<Group> groups = {};
};
Slices slices_of(const std::string& name, const Column& column);

/// A table of the scores of each group, and the same for machines: {"female": {"rows": 157, "accuracy": 0.84}}.
std::string slices_text(const Slices& slices, const Predictions& predictions, const std::vector<Metric>& metrics);
Entry slices_json(const Slices& slices, const Predictions& predictions, const std::vector<Metric>& metrics);

}  // namespace plumb

#pragma once

#include "plumb/core/column.h"
#include "plumb/core/text_table.h"
#include "plumb/evaluate/intervals.h"

namespace plumb {

/// Groups of rows by what a column holds, so that a model that fails some of them cannot hide behind the mean.
///
///     evaluate: {metrics: [accuracy], slices: [sex, age]}
///
/// A group a value; of numbers with more than twelve different values four groups between their quartiles. Missing
/// cells are a group of their own. Groups of fewer than 30 rows are marked: a score of so few says little, and so would
/// its interval.
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

struct SliceScores {
  Slices slices = {};
  std::vector<std::vector<Score>> scores = {};  // of each group, in the order of the metrics
  std::optional<Bootstrap> bootstrap = {};      // none: no intervals
  /// A table: sex, rows, accuracy, 95 % interval, f1, ... with the intervals of as many metrics as there is room for,
  /// the first ones first.
  std::string text(int width = TextTable::terminal_width()) const;
  /// {"female": {"rows": 157, "accuracy": 0.84, "intervals": {"accuracy": [0.78, 0.89]}}}
  Entry entry() const;
};
/// Scores each group by itself; with a bootstrap of as many draws as all rows together get, so that the groups of a
/// column take no longer than these.
SliceScores score_slices(const Slices& slices, const Predictions& predictions, const std::vector<Metric>& metrics,
                         const std::optional<Bootstrap>& bootstrap = {});

}  // namespace plumb

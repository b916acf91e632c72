#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plumb/prepare/outlier_bounds.h"
#include "plumb/prepare/step.h"

namespace plumb {

/// Pulls numbers that lie far outside back to a bound learned from the train rows.
///
///     - clip_outliers: {method: iqr, factor: 3}
///
/// What the bounds are: outlier_bounds.h; `drop_outliers` leaves such rows out instead. Where the quartiles (or the
/// quantiles) coincide, as in a column that is mostly 0, the column is left as it is: every other value would become
/// that one.
struct ClipOutliers {
  std::vector<std::string> columns = {};
  OutlierMethod method = OutlierMethod::iqr;
  std::optional<double> factor = {};
  double low = 0.01;
  double high = 0.99;

  static constexpr auto name = "clip_outliers";
  static constexpr auto summary = "Pulls numbers that lie far outside back to a bound.";
  static constexpr auto example = "clip_outliers: {method: iqr, factor: 3}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to clip; empty means every number that is not a boolean.");
    field("method", self.method, "What the bounds are made of.");
    field("factor", self.factor, "Width of the bounds: 1.5 where nothing is said for iqr, 3 for z_score.", above(0));
    field("low", self.low, "The lower quantile, for `method: quantile`.", between(0, 1));
    field("high", self.high, "The upper quantile, for `method: quantile`.", between(0, 1));
  }
  void check(Problems& problems) const { rule().check(problems); }
  OutlierRule rule() const { return {method, factor, low, high}; }

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> lows = {}, highs = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are clipped.");
      field("lows", self.lows, "Lower bound of each.");
      field("highs", self.highs, "Upper bound of each.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb

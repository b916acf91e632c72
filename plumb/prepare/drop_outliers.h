#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plumb/prepare/outlier_bounds.h"
#include "plumb/prepare/step.h"

namespace plumb {

/// Leaves out train rows in which a number lies far outside.
///
///     - drop_outliers: {columns: [price], method: iqr, factor: 3}
///
/// What counts as far: outlier_bounds.h. A gap is no outlier. Where the bounds of a column coincide, as in one that is
/// mostly 0, no row is left out for it. Acts on train rows only: validation, test and served rows all keep their
/// answers. `isolation_forest` finds rows that are odd in several columns together.
struct DropOutliers {
  std::vector<std::string> columns = {};
  OutlierMethod method = OutlierMethod::iqr;
  std::optional<double> factor = {};
  double low = 0.01;
  double high = 0.99;

  static constexpr auto name = "drop_outliers";
  static constexpr auto summary = "Leaves out train rows in which a number lies far outside.";
  static constexpr auto example = "drop_outliers: {columns: [price], method: iqr, factor: 3}";
  static constexpr bool train_only = true;

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns that are looked at; empty means every number that is not a boolean.");
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
      field("columns", self.columns, "Columns that are looked at.");
      field("lows", self.lows, "Lower bound of each.");
      field("highs", self.highs, "Upper bound of each.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State&, onnx::Columns&) const {}
};

}  // namespace plumb

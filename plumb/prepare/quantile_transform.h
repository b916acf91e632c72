#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

enum class OutputDistribution { uniform, normal };
constexpr auto names(OutputDistribution) { return std::array{"uniform", "normal"}; }

/// Each number becomes the share of the train rows that lie below it, or the number of a normal distribution below
/// which that share lies. Whatever the column looked like, the train rows then are spread evenly, or normally.
///
///     - quantile_transform: {columns: [income], output_distribution: normal}
///
///   uniform  y = F(x): linear between the quantiles of the train rows; of a number that several quantiles share, the
///            middle of theirs; 0 up to the smallest train number, 1 from the largest on
///   normal   y = normal_quantile(F(x)) (see there), F held within 1e-7 of 0 and 1, so y within 5.2 of 0
///
/// As scikit-learn's QuantileTransformer, with two differences: `normal` there takes every number within 1e-7 of the
/// smallest or largest for it, which columns of tiny numbers do not survive; and quantiles are of all train rows up to
/// `exact_up_to`, then of a sketch of that size (quantile_sketch.h), not of a sample.
///
/// Gaps stay gaps. Numbers that float32 cannot tell from one that several quantiles share are that number: ONNX takes
/// numbers as float32, and 0.1 shall not jump there.
struct QuantileTransform {
  std::vector<std::string> columns = {};
  int64_t n_quantiles = 1000;
  OutputDistribution output_distribution = OutputDistribution::uniform;
  int64_t exact_up_to = 1'000'000;

  static constexpr auto name = "quantile_transform";
  static constexpr auto summary = "Spreads numbers evenly or normally, by their rank.";
  static constexpr auto example = "quantile_transform: {output_distribution: normal}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to change; empty means every number that is not a boolean.");
    field("n_quantiles", self.n_quantiles, "Quantiles between which it is linear; not more than train rows.",
          at_least(2));
    field("output_distribution", self.output_distribution, "How the train rows shall be spread.");
    field("exact_up_to", self.exact_up_to, "Train rows up to which the quantiles are exact; from there on, a sketch.",
          at_least(1000));
  }

  /// F of one column. Of each number: the share below it and the share up to it; they differ where several quantiles
  /// share it.
  struct Curve {
    std::string column = {};
    std::vector<double> numbers = {}, below = {}, up_to = {};
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column.");
      field("numbers", self.numbers, "Its quantiles, ascending.");
      field("below", self.below, "Share of the train rows below each.");
      field("up_to", self.up_to, "Share of the train rows up to each.");
    }
  };
  struct State {
    std::vector<Curve> curves = {};
    static void describe(auto& self, auto& field) { field("curves", self.curves, "The quantiles of each column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Adds the ratios, sums and differences of two numbers that tell more of the target than the two do by themselves:
/// rooms per household, or how far north-west a place lies. A network finds these hard to learn, and trees too.
///
///     - pair_features: {columns: [rooms, households, latitude, longitude], count: 5}
///
/// Of each pair a / b, b / a, a + b and a - b are tried, on the train rows. Trees of one number each (tree_split.h),
/// fitted on every other row, explain the target by a, what is left by b, and what is left then by the new number; its
/// gain is the share of the target's squared deviation in the other rows that goes. The best of each pair are taken,
/// `count` of all pairs at most, that gain `least` or more. They are formulas (prepare/formula.h), named as these are,
/// "rooms / households", and kept in prepare.json. Where one has no value (a gap, x / 0) it is the median of the train
/// rows. Sums are of numbers on scales that are alike: of deviations that differ by no more than a factor of 10.
///
/// Of more than 24 columns, the 24 count that tell most alone; of more than 20,000 rows, 20,000.
struct PairFeatures {
  std::vector<std::string> columns = {};
  int64_t count = 5;
  double least = 0.005;
  std::string target = {};

  static constexpr auto name = "pair_features";
  static constexpr auto summary = "Adds ratios, sums and differences of two numbers that tell the target.";
  static constexpr auto example = "pair_features: {count: 5}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to pair; empty means every number that is not a boolean.");
    field("count", self.count, "How many are added, at most.", between(1, 1000));
    field("least", self.least, "Share of the target's squared deviation that one must explain beyond its pair.",
          from_below(0, 1));
    field("target", self.target, "The column to tell; empty: the first target of the task.");
  }

  struct Added {
    std::string formula = {};
    double otherwise = 0;
    static void describe(auto& self, auto& field) {
      field("formula", self.formula, "What is calculated; the name, too.");
      field("otherwise", self.otherwise, "The median of the train rows, where it has no finite value.");
    }
  };
  struct State {
    std::vector<Added> added = {};
    static void describe(auto& self, auto& field) { field("added", self.added, "What is added, best first."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb

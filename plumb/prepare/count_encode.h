#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Each word of a category becomes how often it stands in the train rows.
///
///     - count_encode: {columns: [city], normalize: true}
///
/// A gap is counted as a word of its own. A word that no train row has becomes 0. Words that are equally frequent can
/// no longer be told apart; beside the count, `ordinal` or `one_hot` on a copy of the column keeps them.
struct CountEncode {
  std::vector<std::string> columns = {};
  bool normalize = false;

  static constexpr auto name = "count_encode";
  static constexpr auto summary = "Each word of a category becomes how often it comes.";
  static constexpr auto example = "count_encode: {columns: [city]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to encode; empty means every category.");
    field("normalize", self.normalize, "As a share of the train rows instead of a count.");
  }

  struct Counted {
    std::string column = {};
    std::vector<std::string> words = {};
    std::vector<double> counts = {};
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column.");
      field("words", self.words, "Its words; \"\" is a gap.");
      field("counts", self.counts, "What each becomes.");
    }
  };
  struct State {
    std::vector<Counted> counted = {};
    static void describe(auto& self, auto& field) { field("counted", self.counted, "The words of each column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb

#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Adds each number that takes few values as a category too: a column `<column>_value` that holds the place of the
/// value among those of the train rows. A network that embeds it can treat 13 years of school unlike 12 and 14.
///
///     - values_as_codes: {columns: [education_num], most: 256}
///
/// A value that no train row has gets the code of the nearest one, the lower of two as near; a gap gets a code of its
/// own, after the last. Columns with more than `most` values, and those with two or less, are passed over.
struct ValuesAsCodes {
  std::vector<std::string> columns = {};
  int64_t most = 256;
  std::string suffix = "_value";

  static constexpr auto name = "values_as_codes";
  static constexpr auto summary = "Adds numbers of few values as categories too.";
  static constexpr auto example = "values_as_codes: {most: 256}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to look at; empty means every number that is not a boolean.");
    field("most", self.most, "Different values that a column may have.", at_least(3));
    field("suffix", self.suffix, "Ends the names of the new columns.");
  }
  void check(Problems& problems) const;

  struct Coded {
    std::string column = {};
    std::vector<double> values = {};
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column.");
      field("values", self.values, "Its values, in the order of their codes.");
    }
  };
  struct State {
    std::vector<Coded> coded = {};
    static void describe(auto& self, auto& field) { field("coded", self.coded, "The values of each column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
  void hint(const State& state, std::map<std::string, ColumnHints>& hints) const;
};

}  // namespace plumb

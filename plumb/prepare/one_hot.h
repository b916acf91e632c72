#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

enum class MissingWord { zeros, category };
constexpr auto names(MissingWord) { return std::array{"zeros", "category"}; }

/// One column of 0 and 1 for each word of a category: `plan` with the words basic and pro becomes `plan_basic` and
/// `plan_pro`, in the place of `plan`.
///
///     - one_hot: {columns: [plan, region], max_categories: 20}
///
/// A word that no train row has gives zeros everywhere. A column of numbers may be named too; each value is a word
/// then.
struct OneHot {
  std::vector<std::string> columns = {};
  MissingWord handle_missing = MissingWord::zeros;
  bool drop_first = false;
  int64_t max_categories = 0;

  static constexpr auto name = "one_hot";
  static constexpr auto summary = "One column of 0 and 1 for each word of a category.";
  static constexpr auto example = "one_hot: {columns: [plan], max_categories: 20}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to encode; empty means every category.");
    field("handle_missing", self.handle_missing,
          "Whether a gap gives zeros, or a column `<column>_missing` of its own.");
    field("drop_first", self.drop_first, "Leaves out the first word, which the others imply.");
    field("max_categories", self.max_categories,
          "At most so many columns each: the most frequent words, and `<column>_other` for the rest; 0: no limit.",
          at_least(0));
  }
  void check(Problems& problems) const;

  /// What became of one column. Words of numbers are their text.
  struct Coded {
    std::string column = {};
    bool is_number = false;
    std::vector<std::string> words = {};   // that have a column, in order
    std::vector<std::string> others = {};  // that share the column of the rest
    bool missing = false;                  // whether a gap has a column
    std::vector<std::string> names = {};   // of the new columns: words, rest, gap
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column that is replaced.");
      field("is_number", self.is_number, "Whether it holds numbers.");
      field("words", self.words, "Words with a column, in order.");
      field("others", self.others, "Words that share a column.");
      field("missing", self.missing, "Whether a gap has a column.");
      field("names", self.names, "Names of the new columns.");
    }
  };
  struct State {
    std::vector<Coded> coded = {};
    static void describe(auto& self, auto& field) { field("coded", self.coded, "What became of each column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb

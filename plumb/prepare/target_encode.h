#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/core/or_auto.h"
#include "plumb/prepare/step.h"

namespace plumb {

enum class EncodedTarget { continuous, binary, multiclass };
constexpr auto names(EncodedTarget) { return std::array{"continuous", "binary", "multiclass"}; }

/// Each word of a category becomes the mean of the target over the train rows that have it, drawn towards the mean of
/// all. This step sees the target, and is the only one that does.
///
///     - target_encode: {columns: [city], target: price}
///
///   y = share * mean of the word + (1 - share) * mean of all
///   smooth: m      share = n / (n + m), n rows with the word
///   smooth: auto   share = V n / (V n + v): V the variance of the target, v that of the word (empirical Bayes,
///                  Micci-Barreca, 2001)
///
/// A train row gets what the rows of the other folds say (`cv` folds, stratified for classes), never what its own
/// target says: else the network would read the answer where a word is rare. Validation, test and served rows get what
/// all train rows say. A word never seen gets the mean of all; a gap is a word. As scikit-learn's TargetEncoder.
///
/// Of two classes y is the share of the second one; of more, `city` becomes `city_<class>` for each.
struct TargetEncode {
  std::vector<std::string> columns = {};
  std::string target = {};
  OrAuto<EncodedTarget> target_type = {};
  OrAuto<double> smooth = {};
  int64_t cv = 5;
  bool shuffle = true;

  static constexpr auto name = "target_encode";
  static constexpr auto summary = "Each word becomes the mean of the target where it stands; train rows out of fold.";
  static constexpr auto example = "target_encode: {columns: [city], target: price}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to encode; empty means every category.");
    field("target", self.target, "The target that is looked at; may be left out where the task has one.");
    field("target_type", self.target_type, "auto: numbers are continuous, words and booleans are classes.");
    field("smooth", self.smooth, "How many rows the mean of all counts for; auto: by the spread within each word.");
    field("cv", self.cv, "Folds of the train rows.", at_least(2));
    field("shuffle", self.shuffle, "Whether rows are dealt to the folds by chance; else in their order.");
  }
  void check(Problems& problems) const;

  struct Encoded {
    std::string column = {};
    std::vector<std::string> words = {};
    std::vector<double> means = {};       // one row a word, the last for words never seen
    std::vector<std::string> names = {};  // of the columns of numbers
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column.");
      field("words", self.words, "Its words; \"\" is a gap.");
      field("means", self.means, "What each becomes, row by row; the last row is of words never seen.");
      field("names", self.names, "The columns that it becomes.");
    }
  };
  struct State {
    std::string target = {};
    std::vector<std::string> classes = {};
    std::vector<Encoded> encoded = {};
    static void describe(auto& self, auto& field) {
      field("target", self.target, "The target.");
      field("classes", self.classes, "Its classes in order; none where it is continuous.");
      field("encoded", self.encoded, "The words of each column.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb

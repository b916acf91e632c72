#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumb/core/describe.h"
#include "plumb/core/table.h"

namespace plumb {

/// What one look at a column tells: for `plumb init`, the schema of a run, and the choice of implied steps.
struct ColumnProfile {
  std::string name;
  ColumnType type = ColumnType::number;
  int64_t rows = 0, missing = 0, distinct = 0;
  double low = 0, high = 0, mean = 0, deviation = 0;              // of numbers
  std::vector<std::pair<std::string, int64_t>> most_common = {};  // words or values, most first (at most 20)
};
ColumnProfile profile(const std::string& name, const Column& column);

/// Words of a cell, on average, as spaces part them. From `words_of_prose` on, a column of texts is read word by word;
/// from `words_of_names` on, it is looked through for words that many rows have.
double mean_words(const Column& texts);
inline constexpr double words_of_names = 2.5, words_of_prose = 6;

/// What every row of a task looks like, stored in the run folder (`schema.json`) and in the bundle: the types and words
/// that a served row is read with.
struct Schema {
  struct Field {
    std::string name = {};
    ColumnType type = ColumnType::number;
    std::vector<std::string> words = {};  // of a category
    double low = 0, high = 0;             // of numbers, in the train rows
    Shape image = {};                     // height, width, channels, where all images agree
    static void describe(auto& self, auto& field) {
      field("name", self.name, "Name of the column.");
      field("type", self.type, "Type of its cells.");
      field("words", self.words, "Known words of a category, in code order.");
      field("low", self.low, "Smallest number in the train rows.");
      field("high", self.high, "Largest number in the train rows.");
      field("image", self.image, "Height, width and channels where all images agree.");
    }
  };
  std::vector<Field> fields = {};
  static void describe(auto& self, auto& field) { field("fields", self.fields, "Columns, in order."); }
  const Field* find(std::string_view name) const;
};
Schema infer_schema(const Table& train);

}  // namespace plumb

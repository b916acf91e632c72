#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/data/source.h"
#include "plumb/data/split.h"
#include "plumb/task/columns_section.h"

namespace plumb {

/// Rows with what each column is to the task.
///
///     auto [train, valid, test] = read_csv("churn.csv", {.target = "churned"}).split({.valid = 0.1, .test = 0.2}, 7);
struct Dataset {
  Table table = {};
  std::vector<Target> targets = {};
  std::string weight = {};                // a column that weighs rows; "": none
  std::vector<std::string> id = {};       // columns carried into predictions
  std::vector<std::string> missing = {};  // words that were read as missing
  std::vector<Skipped> skipped = {};      // rows that could not be read
  std::string for_split = {};             // a column that is here only to divide the rows by

  int64_t rows() const { return table.rows(); }
  Dataset with(Table other) const;
  Dataset take(std::span<const int64_t> rows) const { return with(table.take(rows)); }
  /// Train, valid and test rows, as `plumb train` divides them with the same seed.
  std::array<Dataset, 3> split(const Split& split = {}, uint64_t seed = 0) const;
  /// Takes out the column that a split goes by, which is no input; one named under `id` stays.
  void drop_split_column(const Split& split);
  /// The column to stratify by: the first target, if it holds classes; else "".
  std::string stratum() const;
  /// Columns that the network must not see.
  std::vector<std::string> not_inputs() const;
};

/// The order of classes, and so of their codes: numbers by size, then words by the alphabet.
bool label_before(const std::string& a, const std::string& b);

/// The labels that these cells hold, in the order of their codes: words of classes, or of all sets together.
std::vector<std::string> labels_in(const Target& target, const Column& column);
/// The labels of one cell of a set, without blanks around them; of an empty cell none.
std::vector<std::string> labels_in_cell(const Column& column, int64_t row, const std::string& separator);

/// Writes the classes of category targets into `targets`, so that a class that is in one part only is known to all.
void know_labels(std::vector<Target>& targets, const std::vector<const Dataset*>& parts);

/// What `read` is told of the columns.
struct Reading {
  std::string target = {};
  std::vector<Target> targets = {};  // instead of `target`, for several or to say the type
  Inputs inputs = {};
  std::string split_column = {};  // what a split goes by; `{"*", ignore}` leaves it
  std::string weight = {};
  std::vector<std::string> id = {};
  std::vector<std::string> missing = {};
  OnError on_error = OnError::refuse;
  int64_t limit = -1;  // rows to read at most of sources whose rows are lines; -1: all
};

/// What readers are told of the columns before anything is known of them.
ReadSettings settings_of(const Reading& reading);
/// Rows that were read as a dataset: ignored columns left out, classes written as numbers as categories. An Error where
/// a column that is named is not there; targets, ids and the weight only `with_targets`, ignored ones never.
Dataset dataset_of(Table table, const Reading& reading, bool with_targets = true);

/// An Error where the train rows lack a column that is to be ignored, which is a slip of the pen.
void require_ignored(const Table& train, const Reading& reading);

/// An Error where a cell of the weight column is no number from 0. `first_row`: that of the table among the source's.
void require_weights(const Table& table, const Reading& reading, const std::string& source, int64_t first_row = 0);

/// Reads sources one after the other into one dataset: types as told or inferred, ignored columns left out. `known`
/// types come first (those of the train rows, for the others). `with_targets`: whether target columns must be there.
Dataset read(const std::vector<Source>& sources, const Reading& reading,
             const std::map<std::string, ColumnType>& known = {}, bool with_targets = true);
Dataset read(const Source& source, const Reading& reading);
/// The same from a path, whatever its format.
Dataset read(const std::string& path, const Reading& reading);
Dataset read_csv(const std::string& path, const Reading& reading);

/// The type of a target: as told, else category for text, categories, booleans and few different whole numbers.
TargetType type_of_target(const Target& target, const Column& column);

}  // namespace plumb

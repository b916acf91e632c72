#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plumb/core/describe.h"
#include "plumb/core/table.h"

namespace plumb {

/// By what rows are divided. `automatic`: by `column` where one is named, else by chance.
enum class SplitBy { automatic, chance, column, group, time, content };
constexpr auto names(SplitBy) { return std::array{"auto", "chance", "column", "group", "time", "content"}; }

/// How rows are divided before anything is learned from them.
///
///     split: {valid: 0.15, test: 0.15, stratify: true}
///     split: {column: part}                 # a column with the words train, valid, test
///     split: {by: group, column: patient}   # all rows of a patient are in one part
///     split: {by: time, column: day}        # the last days are the test rows, the days before them the valid rows
///     split: {by: content}                  # rows whose inputs are the same are in one part
///     split: {folds: 5}                     # by chance, group or content
///
/// Groups are dealt out largest first, each to the part that then comes nearest to its share of the rows (of each
/// class, with `stratify`), as scikit-learn's StratifiedGroupKFold deals them; the order of equal ones is by chance.
struct Split {
  double valid = 0.15;
  double test = 0.15;
  bool stratify = true;
  std::string column = {};
  SplitBy by = SplitBy::automatic;
  int64_t folds = 0;
  std::optional<int64_t> seed = {};

  static void describe(auto& self, auto& field) {
    field("valid", self.valid, "Share of the rows that choose when to stop.", from_below(0, 1));
    field("test", self.test, "Share of the rows that are scored at the end.", from_below(0, 1));
    field("stratify", self.stratify, "Keeps the shares of the classes of a category target in each part.");
    field("column", self.column, "A column that says train, valid or test for each row; or the group, or the time.");
    field("by", self.by, "By what rows are divided; `auto`: by `column` where it is given, else by chance.");
    field("folds", self.folds, "Number of folds of a cross-validation; 0: none.", between(0, 1000));
    field("seed", self.seed, "Seed of the division; the task's where nothing is given.");
  }
  void check(Problems& problems) const;
  /// Whether the column tells the division and nothing else, so that it is no input.
  bool column_is_no_input() const { return !column.empty() && by != SplitBy::time; }
};

/// Row numbers of each part; a row is in one part only.
struct Parts {
  std::vector<int64_t> train, valid, test;
};

enum class RowPart : uint8_t { train, valid, test };
/// The part that a cell of `split.column` names: train, training, valid, val, validation, dev, test, testing; any other
/// word is an Error that names row `number` (from 0).
RowPart part_in(const Column& words, const std::string& column, int64_t row, int64_t number);

/// The part of each row of a piece of the data, where all rows are never seen at once. What decides is a draw of the
/// row's own (seed and number of the row; of its group or content with `by`), or what `split.column` says, so any piece
/// can be asked at any time; shares are met on average, within every class too. `first_row`: the number of the piece's
/// first row among all. `not_inputs` as for `divide`. `by: time` needs all rows and is a Bug here.
std::vector<RowPart> parts_of_piece(const Table& piece, const Split& split, uint64_t seed, int64_t first_row,
                                    const std::vector<std::string>& not_inputs = {});

/// Divides the rows of a table once. `target`: the column to stratify by ("" or a number: no stratification).
/// `not_inputs`: columns that do not count where rows are compared by their content.
Parts divide(const Table& table, const Split& split, const std::string& target, uint64_t seed,
             const std::vector<std::string>& not_inputs = {});

/// One Parts for each of `split.folds` folds: the fold is the test part; valid is its share of the rest.
std::vector<Parts> fold(const Table& table, const Split& split, const std::string& target, uint64_t seed,
                        const std::vector<std::string>& not_inputs = {});

/// A number for each row, the same for rows whose cells in these columns are the same.
std::vector<uint64_t> row_keys(const Table& table, const std::vector<std::string>& columns);

}  // namespace plumb

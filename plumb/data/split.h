#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/describe.h"
#include "plumb/core/table.h"

namespace plumb {

/// How rows are divided before anything is learned from them.
///
///     split: {valid: 0.15, test: 0.15, stratify: true}
///     split: {column: part}          # a column with the words train, valid, test
///     split: {folds: 5}
struct Split {
  double valid = 0.15;
  double test = 0.15;
  bool stratify = true;
  std::string column = {};
  int64_t folds = 0;
  std::optional<int64_t> seed = {};

  static void describe(auto& self, auto& field) {
    field("valid", self.valid, "Share of the rows that choose when to stop.", from_below(0, 1));
    field("test", self.test, "Share of the rows that are scored at the end.", from_below(0, 1));
    field("stratify", self.stratify, "Keeps the shares of the classes of a category target in each part.");
    field("column", self.column, "A column that says train, valid or test for each row.");
    field("folds", self.folds, "Number of folds of a cross-validation; 0: none.", between(0, 1000));
    field("seed", self.seed, "Seed of the division; the task's where nothing is given.");
  }
  void check(Problems& problems) const;
};

/// Row numbers of each part; a row is in one part only.
struct Parts {
  std::vector<int64_t> train, valid, test;
};

enum class Part : uint8_t { train, valid, test };
/// The part that a word of `split.column` means: train, training, valid, val, validation, dev, test, testing.
std::optional<Part> part_named(std::string_view word);

/// The part of each row of a piece of the data, where all rows are never seen at once. A row's part is a draw of its
/// own (seed and number of the row), or what `split.column` says, so any piece can be asked at any time; shares are met
/// on average, within every class too. `first_row`: the number of the piece's first row among all.
std::vector<Part> parts_of_piece(const Table& piece, const Split& split, uint64_t seed, int64_t first_row);

/// Divides the rows of a table once. `target`: the column to stratify by ("" or a number: no stratification).
Parts divide(const Table& table, const Split& split, const std::string& target, uint64_t seed);

/// One Parts for each of `split.folds` folds: the fold is the test part; valid is its share of the rest.
std::vector<Parts> fold(const Table& table, const Split& split, const std::string& target, uint64_t seed);

}  // namespace plumb

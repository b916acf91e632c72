#include "plumb/data/split.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "plumb/core/error.h"
#include "plumb/core/parse.h"
#include "plumb/core/progress.h"
#include "plumb/core/random.h"
#include "plumb/core/row_draw.h"
#include "plumb/core/suggest.h"

namespace plumb {
namespace {

using Rows = std::vector<int64_t>;

constexpr size_t most_listed = 3;
constexpr uint32_t purpose_of_part = 0x73706c74;  // "splt"

int64_t number_of(const Rows& rows) { return static_cast<int64_t>(rows.size()); }

/// Rows in groups that each part must share fairly: one a class, or all rows. In random order inside a group.
std::vector<Rows> shuffled_groups(const Table& table, const Split& split, const std::string& target, uint64_t seed) {
  std::map<std::string, Rows> groups;
  const Rows order = Random(seed, "split").permutation(table.rows());
  const Column* classes = split.stratify && !target.empty() ? &table.at(target) : nullptr;
  if (classes && classes->type() != ColumnType::category && classes->type() != ColumnType::boolean &&
      classes->type() != ColumnType::text)
    classes = nullptr;
  for (const int64_t row : order) groups[classes ? classes->shown(row) : ""].push_back(row);
  std::vector<Rows> result;
  for (auto& [word, rows] : groups) result.push_back(std::move(rows));
  return result;
}

/// Takes `wanted` rows off the ends of the groups, from each its share; a group keeps at least one.
Rows take_share(std::vector<Rows>& groups, int64_t wanted) {
  int64_t all = 0;
  for (const Rows& group : groups) all += number_of(group);
  std::vector<int64_t> taken(groups.size());
  std::vector<std::pair<double, size_t>> rest;  // largest remainder first
  int64_t open = wanted;
  for (size_t g = 0; g < groups.size(); ++g) {
    const double share =
        static_cast<double>(wanted) * static_cast<double>(number_of(groups[g])) / static_cast<double>(all);
    taken[g] = std::min(static_cast<int64_t>(share), number_of(groups[g]) - 1);
    open -= taken[g];
    rest.emplace_back(-(share - static_cast<double>(taken[g])), g);
  }
  std::stable_sort(rest.begin(), rest.end());
  for (bool moved = true; open > 0 && moved;) {
    moved = false;
    for (const auto& [remainder, g] : rest)
      if (open > 0 && taken[g] < number_of(groups[g]) - 1) {
        ++taken[g];
        --open;
        moved = true;
      }
  }
  Rows rows;
  for (size_t g = 0; g < groups.size(); ++g) {
    rows.insert(rows.end(), groups[g].end() - taken[g], groups[g].end());
    groups[g].resize(groups[g].size() - static_cast<size_t>(taken[g]));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

Rows all_of(const std::vector<Rows>& groups) {
  Rows rows;
  for (const Rows& group : groups) rows.insert(rows.end(), group.begin(), group.end());
  std::sort(rows.begin(), rows.end());
  return rows;
}

void check_not_empty(const Rows& part, double share, const char* name, int64_t rows) {
  if (part.empty() && share > 0)
    throw Error(
        "split: {} rows are too few: none is left for {}; give more rows, or set `split: {{valid: 0, test: 0}}`", rows,
        name);
}

/// A class with one row is in one part only: it is learned, and nothing is scored on it.
void warn_of_single_rows(const Table& table, const std::vector<Rows>& groups, const std::string& target) {
  std::vector<std::string> single;
  if (groups.size() > 1)
    for (const Rows& group : groups)
      if (group.size() == 1) single.push_back('"' + table.at(target).shown(group.front()) + '"');
  if (single.empty()) return;
  const size_t more = single.size() - std::min(single.size(), most_listed);
  single.resize(single.size() - more);
  say(fmt::format("split: {}{} of \"{}\" {} one row{}, for training; nothing is scored on {}", join(single),
                  more > 0 ? fmt::format(" and {} more", more) : "", target, single.size() + more == 1 ? "has" : "have",
                  single.size() + more == 1 ? "" : " each", single.size() + more == 1 ? "it" : "them"));
}

/// `number`: of the row, for the message.
Part part_in(const Column& words, const std::string& column, int64_t row, int64_t number) {
  const std::string word = words.shown(row);
  if (const auto part = part_named(word)) return *part;
  throw Error("split: column \"{}\", row {}: \"{}\" is not train, valid or test{}", column, number + 1, word,
              did_you_mean(word, {"train", "valid", "test"}));
}

Parts by_column(const Table& table, const std::string& column) {
  const Column& words = table.at(column);
  Parts parts;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const Part part = part_in(words, column, row, row);
    (part == Part::train ? parts.train : part == Part::valid ? parts.valid : parts.test).push_back(row);
  }
  if (parts.train.empty()) throw Error("split: no row of column \"{}\" says train", column);
  return parts;
}

}  // namespace

void Split::check(Problems& problems) const {
  if (valid + test >= 1)
    problems.add("test",
                 fmt::format("`valid` and `test` are {} together, and train needs a share too; make them smaller",
                             valid + test));
  if (folds == 1) problems.add("folds", "must be at least 2, or 0 for none");
  if (folds > 0 && !column.empty()) problems.add("folds", "does not go with `column`; remove one of them");
}

std::optional<Part> part_named(std::string_view word) {
  static const std::map<std::string, Part> known{
      {"train", Part::train},      {"training", Part::train}, {"valid", Part::valid}, {"val", Part::valid},
      {"validation", Part::valid}, {"dev", Part::valid},      {"test", Part::test},   {"testing", Part::test}};
  const auto found = known.find(lower(word));
  return found == known.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Part> parts_of_piece(const Table& piece, const Split& split, uint64_t seed, int64_t first_row) {
  std::vector<Part> parts(static_cast<size_t>(piece.rows()), Part::train);
  const Column* words = split.column.empty() ? nullptr : &piece.at(split.column);
  const uint64_t key = split.seed ? static_cast<uint64_t>(*split.seed) : seed;
  for (int64_t row = 0; row < piece.rows(); ++row) {
    Part& part = parts[static_cast<size_t>(row)];
    if (words) {
      part = part_in(*words, split.column, row, first_row + row);
      continue;
    }
    const double drawn = draw_of_row(key, purpose_of_part, first_row + row);
    if (drawn < split.test)
      part = Part::test;
    else if (drawn < split.test + split.valid)
      part = Part::valid;
  }
  return parts;
}

Parts divide(const Table& table, const Split& split, const std::string& target, uint64_t seed) {
  if (!split.column.empty()) return by_column(table, split.column);
  auto groups = shuffled_groups(table, split, target, split.seed ? static_cast<uint64_t>(*split.seed) : seed);
  if (split.test > 0 || split.valid > 0) warn_of_single_rows(table, groups, target);
  const auto rows = static_cast<double>(table.rows());
  Parts parts;
  parts.test = take_share(groups, std::llround(rows * split.test));
  parts.valid = take_share(groups, std::llround(rows * split.valid));
  parts.train = all_of(groups);
  check_not_empty(parts.train, 1, "train", table.rows());
  check_not_empty(parts.test, split.test, "test", table.rows());
  check_not_empty(parts.valid, split.valid, "valid", table.rows());
  return parts;
}

std::vector<Parts> fold(const Table& table, const Split& split, const std::string& target, uint64_t seed) {
  if (split.folds < 2) throw Error("split: `folds` must be at least 2, got {}", split.folds);
  if (table.rows() < split.folds)
    throw Error("split: {} rows cannot make {} folds; set `folds` to at most {}", table.rows(), split.folds,
                table.rows());
  const auto groups = shuffled_groups(table, split, target, split.seed ? static_cast<uint64_t>(*split.seed) : seed);
  std::vector<int64_t> fold_of(static_cast<size_t>(table.rows()));
  int64_t next = 0;  // goes on from group to group, so that the folds differ by one row at most
  for (const Rows& group : groups)
    for (const int64_t row : group) fold_of[static_cast<size_t>(row)] = next++ % split.folds;
  std::vector<Parts> folds;
  for (int64_t f = 0; f < split.folds; ++f) {
    Parts parts;
    std::vector<Rows> rest;
    for (const Rows& group : groups) {
      Rows others;
      for (const int64_t row : group) (fold_of[static_cast<size_t>(row)] == f ? parts.test : others).push_back(row);
      if (!others.empty()) rest.push_back(std::move(others));
    }
    std::sort(parts.test.begin(), parts.test.end());
    const auto rows = static_cast<double>(table.rows() - number_of(parts.test));
    parts.valid = take_share(rest, std::llround(rows * split.valid));
    parts.train = all_of(rest);
    check_not_empty(parts.valid, split.valid, "valid", table.rows());
    folds.push_back(std::move(parts));
  }
  return folds;
}

}  // namespace plumb

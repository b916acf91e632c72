#include "plumb/data/split.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "plumb/core/error.h"
#include "plumb/core/progress.h"
#include "plumb/core/random.h"
#include "plumb/data/split_groups.h"

namespace plumb {
namespace {

using Rows = std::vector<int64_t>;

constexpr size_t most_listed = 3;

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

Parts by_column(const Table& table, const std::string& column) {
  const Column& words = table.at(column);
  Parts parts;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const RowPart part = part_in(words, column, row, row);
    (part == RowPart::train ? parts.train : part == RowPart::valid ? parts.valid : parts.test).push_back(row);
  }
  if (parts.train.empty()) throw Error("split: no row of column \"{}\" says train", column);
  return parts;
}

/// The classes to stratify by, a code for each row; empty where there are none.
std::vector<int32_t> classes_of(const Table& table, const Split& split, const std::string& target) {
  if (!split.stratify || target.empty()) return {};
  const auto classes = table.at(target).as(ColumnType::category);
  const bool words = table.at(target).type() != ColumnType::number && table.at(target).type() != ColumnType::integer;
  if (!classes || !words) return {};
  std::vector<int32_t> codes(classes->codes().begin(), classes->codes().end());
  for (int32_t& code : codes) code = code < 0 ? static_cast<int32_t>(classes->words().size()) : code;
  return codes;
}

bool keeps_groups(const Split& split) { return split.by == SplitBy::group || split.by == SplitBy::content; }

std::vector<Rows> groups_of(const Table& table, const Split& split, std::vector<std::string> not_inputs,
                            const std::string& target) {
  if (split.by == SplitBy::group) return groups_by_cell(table, split.column);
  not_inputs.push_back(target);
  std::vector<std::string> inputs;
  for (const std::string& name : table.names())
    if (std::find(not_inputs.begin(), not_inputs.end(), name) == not_inputs.end()) inputs.push_back(name);
  return groups_by_content(table, inputs);
}

void check_groups(const Rows& part, double share, const char* name, size_t groups, const Split& split) {
  if (part.empty() && share > 0)
    throw Error("split: {} {} are too few, or too large: none is left for {}; set another share, or `by: chance`",
                groups, split.by == SplitBy::group ? "groups of \"" + split.column + "\"" : "groups of equal rows",
                name);
}

Parts by_groups(const Table& table, const Split& split, const std::string& target, uint64_t seed,
                const std::vector<std::string>& not_inputs) {
  auto groups = groups_of(table, split, not_inputs, target);
  const size_t count = groups.size();
  const double train = 1 - split.valid - split.test;
  auto dealt = deal(std::move(groups), {train, split.valid, split.test}, classes_of(table, split, target), seed);
  Parts parts{std::move(dealt[0]), std::move(dealt[1]), std::move(dealt[2])};
  check_groups(parts.train, 1, "train", count, split);
  check_groups(parts.test, split.test, "test", count, split);
  check_groups(parts.valid, split.valid, "valid", count, split);
  return parts;
}

/// The last rows are the test rows, those before them the valid rows. Rows of one moment stay together: a border that
/// falls among them moves to their beginning, so that the later part has them all.
Parts by_time(const Table& table, const Split& split) {
  const Column& times = table.at(split.column);
  if (!times.is_numeric() && times.type() != ColumnType::date_time)
    throw Error("split: `by: time` needs dates or numbers, and column \"{}\" holds {}; e.g. write dates as 2021-03-04",
                split.column, name_of(times.type()));
  Rows order(static_cast<size_t>(table.rows()));
  std::iota(order.begin(), order.end(), int64_t{0});
  for (const int64_t row : order)
    if (times.missing(row))
      throw Error("split: column \"{}\", row {}: no time; fill the cell, or leave the row out", split.column, row + 1);
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return times.number(a) < times.number(b); });
  const auto border = [&](double share_behind) {
    auto at = static_cast<size_t>(number_of(order) - std::llround(share_behind * static_cast<double>(order.size())));
    while (at > 0 && at < order.size() && times.number(order[at]) == times.number(order[at - 1])) --at;
    return order.begin() + static_cast<std::ptrdiff_t>(at);
  };
  const auto test = border(split.test), valid = std::min(test, border(split.valid + split.test));
  Parts parts{{order.begin(), valid}, {valid, test}, {test, order.end()}};
  for (Rows* part : {&parts.train, &parts.valid, &parts.test}) std::sort(part->begin(), part->end());
  check_not_empty(parts.train, 1, "train", table.rows());
  check_not_empty(parts.test, split.test, "test", table.rows());
  check_not_empty(parts.valid, split.valid, "valid", table.rows());
  return parts;
}

/// Each fold of groups once as the test rows; the valid rows are dealt out of the other groups.
std::vector<Parts> group_folds(const Table& table, const Split& split, const std::string& target, uint64_t seed,
                               const std::vector<std::string>& not_inputs) {
  const auto groups = groups_of(table, split, not_inputs, target);
  if (groups.size() < static_cast<size_t>(split.folds))
    throw Error("split: {} groups cannot make {} folds; set `folds` to at most {}", groups.size(), split.folds,
                groups.size());
  const std::vector<int32_t> classes = classes_of(table, split, target);
  const auto dealt = deal(groups, std::vector<double>(static_cast<size_t>(split.folds), 1), classes, seed);
  std::vector<Parts> folds;
  for (const Rows& test : dealt) {
    check_groups(test, 1, "one of the folds", groups.size(), split);
    std::vector<Rows> rest;
    for (const Rows& group : groups)
      if (!std::binary_search(test.begin(), test.end(), group.front())) rest.push_back(group);
    const size_t count = rest.size();
    auto others = deal(std::move(rest), {1 - split.valid, split.valid}, classes, seed);
    folds.push_back({std::move(others[0]), std::move(others[1]), test});
    check_groups(folds.back().train, 1, "train", count, split);
    check_groups(folds.back().valid, split.valid, "valid", count, split);
  }
  return folds;
}

}  // namespace

void Split::check(Problems& problems) const {
  if (valid + test >= 1)
    problems.add("test",
                 fmt::format("`valid` and `test` are {} together, and train needs a share too; make them smaller",
                             valid + test));
  if (folds == 1) problems.add("folds", "must be at least 2, or 0 for none");
  const bool says_parts = by == SplitBy::column || (by == SplitBy::automatic && !column.empty());
  if (folds > 0 && says_parts) problems.add("folds", "does not go with `column`; remove one of them");
  if (folds > 0 && by == SplitBy::time)
    problems.add("folds", "does not go with `by: time`, where a part can only be tested after it; use `test` alone");
  const bool needs = by == SplitBy::column || by == SplitBy::group || by == SplitBy::time;
  if (needs && column.empty())
    problems.add("column",
                 fmt::format("`by: {}` needs a column, e.g. `split: {{by: {}, column: {}}}`", name_of(by), name_of(by),
                             by == SplitBy::time    ? "day"
                             : by == SplitBy::group ? "patient"
                                                    : "part"));
  if ((by == SplitBy::chance || by == SplitBy::content) && !column.empty())
    problems.add("column", fmt::format("does not go with `by: {}`; remove one of them", name_of(by)));
}

Parts divide(const Table& table, const Split& split, const std::string& target, uint64_t seed,
             const std::vector<std::string>& not_inputs) {
  if (split.seed) seed = static_cast<uint64_t>(*split.seed);
  if (keeps_groups(split)) return by_groups(table, split, target, seed, not_inputs);
  if (split.by == SplitBy::time) return by_time(table, split);
  if (!split.column.empty()) return by_column(table, split.column);
  auto groups = shuffled_groups(table, split, target, seed);
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

std::vector<Parts> fold(const Table& table, const Split& split, const std::string& target, uint64_t seed,
                        const std::vector<std::string>& not_inputs) {
  if (split.folds < 2) throw Error("split: `folds` must be at least 2, got {}", split.folds);
  if (table.rows() < split.folds)
    throw Error("split: {} rows cannot make {} folds; set `folds` to at most {}", table.rows(), split.folds,
                table.rows());
  if (split.seed) seed = static_cast<uint64_t>(*split.seed);
  if (keeps_groups(split)) return group_folds(table, split, target, seed, not_inputs);
  const auto groups = shuffled_groups(table, split, target, seed);
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

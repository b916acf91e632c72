#include "plumb/task/leaks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "plumb/core/hash.h"
#include "plumb/core/progress.h"
#include "plumb/core/text_table.h"

namespace plumb {
namespace {

constexpr int64_t most_rows_looked_at = 10'000, fewest_rows = 50;
constexpr double fewest_errors_by_chance = 20;

bool holds_words(const Column& column) {
  return column.type() == ColumnType::category || column.type() == ColumnType::text;
}

std::vector<int32_t> codes(const Column& column) {
  std::unordered_map<std::string, int32_t> known;
  std::vector<int32_t> result;
  for (int64_t row = 0; row < column.size(); ++row)
    result.push_back(known.emplace(column.shown(row), static_cast<int32_t>(known.size())).first->second);
  return result;
}

/// Rows in the order of the numbers; equal ones in an order that has nothing to do with the file's.
std::vector<size_t> ranked(const std::vector<double>& values) {
  struct Place {
    double value;
    uint64_t mixed;
    size_t row;
    bool operator<(const Place& other) const {
      return value != other.value ? value < other.value : mixed < other.mixed;
    }
  };
  std::vector<Place> places;
  for (size_t row = 0; row < values.size(); ++row) places.push_back({values[row], hash_bytes(&row, sizeof row), row});
  std::sort(places.begin(), places.end());
  std::vector<size_t> order;
  for (const Place& place : places) order.push_back(place.row);
  return order;
}

double classes_from_numbers(const std::vector<double>& values, const std::vector<int32_t>& classes) {
  std::map<int32_t, double> counts;
  for (const int32_t c : classes) ++counts[c];
  const auto n = static_cast<double>(classes.size());
  double by_chance = n;
  for (const auto& [c, count] : counts) by_chance -= count * count / n;
  if (by_chance < fewest_errors_by_chance) return 0;
  const auto order = ranked(values);
  double changes = 0;
  for (size_t i = 1; i < order.size(); ++i) changes += classes[order[i]] != classes[order[i - 1]];
  return 1 - (changes - static_cast<double>(counts.size() - 1)) / by_chance;
}

double classes_from_words(const std::vector<int32_t>& words, const std::vector<int32_t>& classes) {
  std::map<int32_t, std::map<int32_t, int64_t>> of_word;
  std::map<int32_t, int64_t> all;
  for (size_t i = 0; i < words.size(); ++i) ++of_word[words[i]][classes[i]], ++all[classes[i]];
  int64_t commonest = 0, errors = 0;
  for (const auto& [c, count] : all) commonest = std::max(commonest, count);
  const auto by_chance = static_cast<double>(static_cast<int64_t>(words.size()) - commonest);
  if (by_chance < fewest_errors_by_chance) return 0;
  for (const auto& [word, counts] : of_word)
    for (const auto& [c, count] : counts) {
      int64_t others = 0;
      for (const auto& [other, more] : counts)
        if (other != c) others = std::max(others, more);
      if (count - 1 <= others) errors += count;  // the row itself does not vote
    }
  return 1 - static_cast<double>(errors) / by_chance;
}

double numbers_from_numbers(const std::vector<double>& values, const std::vector<double>& target) {
  const auto ranks = [](const std::vector<double>& of) {  // equal values share the mean of their ranks
    std::vector<double> rank(of.size());
    const auto order = ranked(of);
    for (size_t i = 0, end = 0; i < order.size(); i = end) {
      for (end = i; end < order.size() && of[order[end]] == of[order[i]];) ++end;
      for (size_t k = i; k < end; ++k) rank[order[k]] = static_cast<double>(i + end - 1) / 2;
    }
    return rank;
  };
  const auto x = ranks(values), y = ranks(target);
  const double middle = static_cast<double>(x.size() - 1) / 2;
  double xx = 0, yy = 0, xy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - middle) * (x[i] - middle);
    yy += (y[i] - middle) * (y[i] - middle);
    xy += (x[i] - middle) * (y[i] - middle);
  }
  return xx > 0 && yy > 0 ? xy * xy / (xx * yy) : 0;
}

double numbers_from_words(const std::vector<int32_t>& words, const std::vector<double>& target) {
  std::unordered_map<int32_t, std::pair<double, double>> of_word;  // sum and count
  const auto n = static_cast<double>(target.size());
  const double mean = std::accumulate(target.begin(), target.end(), 0.0) / n;
  for (size_t i = 0; i < words.size(); ++i) of_word[words[i]].first += target[i], ++of_word[words[i]].second;
  double errors = 0, variance = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const auto& [sum, count] = of_word[words[i]];
    const double guess = count > 1 ? (sum - target[i]) / (count - 1) : mean;
    errors += (target[i] - guess) * (target[i] - guess);
    variance += (target[i] - mean) * (target[i] - mean);
  }
  return variance > 0 ? 1 - errors / variance : 0;
}

std::vector<std::string> inputs_of(const Dataset& data) {
  const std::vector<std::string> others = data.not_inputs();
  std::vector<std::string> inputs;
  for (const std::string& name : data.table.names())
    if (std::find(others.begin(), others.end(), name) == others.end() && name != "file") inputs.push_back(name);
  return inputs;
}

/// Rows of one or more parts by all that they hold; none where a part lacks a column (a test file without the target).
class RowsSeen {
 public:
  explicit RowsSeen(const Dataset& train) : columns_(inputs_of(train)) {
    for (const Target& target : train.targets) columns_.push_back(target.column);
  }
  /// How many rows of `part` were in a part before.
  int64_t copies_in(const Dataset& part) const {
    int64_t copies = 0;
    for (const uint64_t key : keys(part)) copies += seen_.contains(key);
    return copies;
  }
  /// How many of its rows were there before, in this part or another.
  int64_t add(const Dataset& part) {
    int64_t copies = 0;
    for (const uint64_t key : keys(part)) copies += !seen_.insert(key).second;
    return copies;
  }

 private:
  std::vector<uint64_t> keys(const Dataset& part) const {
    for (const std::string& column : columns_)
      if (!part.table.has(column)) return {};
    return row_keys(part.table, columns_);
  }
  std::vector<std::string> columns_;
  std::unordered_set<uint64_t> seen_;
};

void say_copies(int64_t copies, const Dataset& part, const char* of_part, const char* others, bool given) {
  if (copies == 0) return;
  say(fmt::format("{} of {} {}rows {} of {} rows, and a score on what was learned says little about new rows; {}",
                  with_commas(copies), with_commas(part.rows()), of_part,
                  copies == 1 ? "is an exact copy" : "are exact copies", others,
                  given ? "take them out of one of the files" : "`split: {by: content}` keeps copies in one part"));
}

void warn_of_copies(const Task& task, const TaskData& data) {
  RowsSeen seen(data.train);
  if (task.split.folds > 0) {
    const int64_t copies = task.split.by == SplitBy::content ? 0 : seen.add(data.whole);
    return say_copies(copies, data.whole, "", "other", false);
  }
  seen.add(data.train);
  if (data.valid.rows() > 0)
    say_copies(seen.copies_in(data.valid), data.valid, "valid ", "train", !task.data.valid.empty());
  if (data.test.rows() == 0) return;
  const int64_t of_train = seen.copies_in(data.test);
  say_copies(of_train, data.test, "test ", "train", !task.data.test.empty());
  seen.add(data.valid);
  say_copies(seen.copies_in(data.test) - of_train, data.test, "test ", "valid", !task.data.test.empty());
}

}  // namespace

double giveaway(const Column& column, const Column& target) {
  if (column.type() == ColumnType::image || column.type() == ColumnType::list) return 0;
  std::vector<int64_t> rows;
  const int64_t step = std::max<int64_t>(1, column.size() / most_rows_looked_at);
  for (int64_t row = 0; row < column.size(); row += step)
    if (!column.missing(row) && !target.missing(row)) rows.push_back(row);
  if (static_cast<int64_t>(rows.size()) < fewest_rows) return 0;
  const Column cells = column.take(rows), wanted = target.take(rows);
  const bool words = holds_words(cells), classes = holds_words(wanted) || wanted.type() == ColumnType::boolean;
  if (classes && words) return classes_from_words(codes(cells), codes(wanted));
  if (classes) return classes_from_numbers(cells.as_numbers(), codes(wanted));
  return words ? numbers_from_words(codes(cells), wanted.as_numbers())
               : numbers_from_numbers(cells.as_numbers(), wanted.as_numbers());
}

void warn_of_leaks(const Task& task, const TaskData& data) {
  warn_of_copies(task, data);
  for (const Target& target : data.train.targets) {
    if (target.type == TargetType::anomaly) continue;  // no gradient sees its labels
    const Column& wanted = data.train.table.at(target.column);
    if (wanted.type() == ColumnType::image || wanted.type() == ColumnType::list) continue;
    for (const std::string& name : inputs_of(data.train)) {
      const double told = giveaway(data.train.table.at(name), wanted);
      if (told < gives_away) continue;
      say(fmt::format(
          "column \"{}\" alone gives the target \"{}\" away ({:.1f} % of what there is to tell); if it is not "
          "known when you predict, write `inputs: {{{}: ignore}}`",
          name, target.column, 100 * told, name));
    }
  }
}

}  // namespace plumb

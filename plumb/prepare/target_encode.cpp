#include "plumb/prepare/target_encode.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"
#include "plumb/prepare/target_column.h"
#include "plumb/prepare/target_folds.h"
#include "plumb/prepare/word_places.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<TargetEncode>();

/// The code of each row's class.
std::vector<size_t> class_codes(const Column& target, const std::vector<std::string>& classes) {
  const auto codes = word_places(*target.as(ColumnType::category), classes);
  for (const size_t code : codes)
    if (code == classes.size()) throw Bug("target_encode: a class that the train rows do not have");
  return codes;
}

/// What means are taken of: the number; 1 for the second of two classes; for each class whether it is that.
std::vector<std::vector<double>> answers(const Column& target, const std::vector<std::string>& classes) {
  if (classes.empty()) return {target.as_numbers()};
  const auto codes = class_codes(target, classes);
  std::vector<std::vector<double>> result;
  for (size_t code = classes.size() == 2 ? 1 : 0; code < classes.size(); ++code) {
    result.emplace_back();
    for (const size_t own : codes) result.back().push_back(own == code);
  }
  return result;
}

/// One row a word and one for all others, of the rows that are not in this fold; one column for each list of answers.
std::vector<double> means_of(const TargetEncode& step, const std::vector<size_t>& places, size_t words,
                             const std::vector<std::vector<double>>& lists, const std::vector<int64_t>& folds,
                             int64_t left_out) {
  std::vector<double> table((words + 1) * lists.size());
  for (size_t k = 0; k < lists.size(); ++k) {
    const auto& y = lists[k];
    std::vector<double> learned, sums(words), counts(words), squares(words);
    for (size_t row = 0; row < y.size(); ++row) {
      if (folds[row] == left_out) continue;
      learned.push_back(y[row]);
      if (places[row] == words) continue;
      sums[places[row]] += y[row];
      ++counts[places[row]];
    }
    for (size_t row = 0; row < y.size(); ++row) {
      if (folds[row] == left_out || places[row] == words) continue;
      const double far = y[row] - sums[places[row]] / counts[places[row]];
      squares[places[row]] += far * far;
    }
    const double all = mean(learned), variance = deviation(learned) * deviation(learned);
    for (size_t word = 0; word <= words; ++word) {
      double& made = table[word * lists.size() + k];
      made = all;
      if (word == words || counts[word] == 0) continue;
      const double n = counts[word];
      const double share =
          step.smooth.chosen ? n / (n + *step.smooth.chosen) : variance * n / (variance * n + squares[word] / n);
      if (!std::isnan(share)) made = share * sums[word] / n + (1 - share) * all;
    }
  }
  return table;
}

}  // namespace

void TargetEncode::check(Problems& problems) const {
  if (smooth.chosen && *smooth.chosen < 0) problems.add("smooth", "is below 0; give a number of rows, or auto");
}

TargetEncode::State TargetEncode::fit(const Rows& train, const StepContext& context) const {
  const Table rows = train.all();
  State state{.target = target_column(name, target, rows, context)};
  const Column& target_cells = rows.at(state.target);
  require(target_cells.missing_count() == 0,
          "target_encode: {} train rows have no \"{}\"; leave those rows out of the file", target_cells.missing_count(),
          state.target);
  require(rows.rows() >= 2, "target_encode: one train row has no other folds");
  const bool is_number = fits_quantities.fits(target_cells);
  require(is_number || fits_numbers.fits(target_cells) || fits_words.fits(target_cells),
          "target_encode: the target \"{}\" holds {}, of which there is no mean", state.target,
          name_of(target_cells.type()));
  if (target_type.chosen ? *target_type.chosen != EncodedTarget::continuous : !is_number) {
    state.classes = target_cells.as(ColumnType::category)->with_words_in_order().words();
    require(state.classes.size() >= 2, "target_encode: the target \"{}\" has one class in the train rows, \"{}\"",
            state.target, state.classes.front());
    require(!target_type.chosen || (*target_type.chosen == EncodedTarget::binary) == (state.classes.size() == 2),
            "target_encode: the target \"{}\" has {} classes, which is not {}; leave `target_type` out", state.target,
            state.classes.size(), name_of(target_type.chosen.value_or(EncodedTarget::binary)));
  }
  require(!state.classes.empty() || target_cells.is_numeric(),
          "target_encode: the target \"{}\" holds words; leave `target_type` out", state.target);
  const auto lists = answers(target_cells, state.classes);
  const std::vector<int64_t> no_folds(static_cast<size_t>(rows.rows()), -1);
  for (const auto& column : select(name, columns, rows, context, fits_categories, &fits_words)) {
    require(column != state.target, "target_encode: \"{}\" is the target itself; take it out of `columns`", column);
    Encoded encoded{.column = column, .names = {column}};
    const Column& cells = rows.at(column);
    if (cells.missing_count() > 0) encoded.words.emplace_back();
    for (const auto& [word, times] : tally(present_words(train, column))) encoded.words.push_back(word);
    encoded.means = means_of(*this, word_places(cells, encoded.words), encoded.words.size(), lists, no_folds, 0);
    if (lists.size() > 1) {
      encoded.names.clear();
      for (const auto& label : state.classes) encoded.names.push_back(column + "_" + label);
      for (const auto& fresh : encoded.names)
        require(!rows.has(fresh), "target_encode: there is a column \"{}\" already; rename it", fresh);
    }
    state.encoded.push_back(std::move(encoded));
  }
  return state;
}

Table TargetEncode::apply(const State& state, Table rows, const StepContext& context) const {
  std::vector<int64_t> folds(static_cast<size_t>(rows.rows()));
  std::vector<std::vector<double>> lists;
  const int64_t count = context.training ? std::min(cv, rows.rows()) : 1;
  if (context.training) {
    const Column& target_cells = rows.at(state.target);
    lists = answers(target_cells, state.classes);
    folds = state.classes.empty()
                ? plain_folds(rows.rows(), count, shuffle, context.seed)
                : stratified_folds(class_codes(target_cells, state.classes), count, shuffle, context.seed);
  }
  for (const Encoded& encoded : state.encoded) {
    const size_t width = encoded.names.size(), words = encoded.words.size();
    const auto places = word_places(rows.at(encoded.column), encoded.words);
    std::vector<std::vector<double>> tables;
    for (int64_t fold = 0; fold < count; ++fold)
      tables.push_back(context.training ? means_of(*this, places, words, lists, folds, fold) : encoded.means);
    std::string after = encoded.column;
    std::vector<Column> made;
    for (size_t k = 0; k < width; ++k) {
      std::vector<double> numbers;
      for (size_t row = 0; row < places.size(); ++row)
        numbers.push_back(tables[static_cast<size_t>(folds[row])][places[row] * width + k]);
      made.push_back(Column::numbers(std::move(numbers)));
    }
    if (width == 1) {
      rows.set(encoded.column, made[0]);
      continue;
    }
    for (size_t k = 0; k < width; ++k) {
      rows.insert_after(after, encoded.names[k], made[k]);
      after = encoded.names[k];
    }
    rows.erase(encoded.column);
  }
  return rows;
}

void TargetEncode::emit(const State& state, onnx::Columns& columns) const {
  for (const Encoded& encoded : state.encoded) {
    const auto width = static_cast<int64_t>(encoded.names.size());
    const auto matrix = emit_word_table(columns, encoded.column, encoded.words, encoded.means, width);
    columns.replace(encoded.column, encoded.names, matrix);
  }
}

}  // namespace plumb

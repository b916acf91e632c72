#include "plumb/prepare/select_k_best.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/prepare/feature_scores.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/target_column.h"
#include "plumb/prepare/word_places.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<SelectKBest>();

/// The target as the score takes it: numbers, or codes of classes.
struct Truth {
  std::vector<double> numbers = {};
  std::vector<size_t> classes = {};
  size_t count = 0;
};

Truth truth_of(const Column& target, bool as_numbers) {
  if (as_numbers) return {.numbers = target.as_numbers()};
  const Column words = target.as(ColumnType::category)->with_words_in_order();
  return {.classes = word_places(words, words.words()), .count = words.words().size()};
}

double score_of(FeatureScore score, const std::string& column, const std::vector<double>& x, const Truth& truth) {
  if (score == FeatureScore::f_regression) return f_of_correlation(x, truth.numbers);
  if (score == FeatureScore::f_classif) return f_of_classes(x, truth.classes, truth.count);
  const double least = *std::min_element(x.begin(), x.end());
  require(least >= 0,
          "select_k_best: chi2 is of counts from 0 on, and column \"{}\" holds {}; put `min_max` before it, or write "
          "`score: f_classif`",
          column, least);
  return chi2_of_classes(x, truth.classes, truth.count);
}

}  // namespace

SelectKBest::State SelectKBest::fit(const Rows& train, const StepContext& context) const {
  const Table rows = train.all();
  const std::string answer = target_column(name, target, rows, context);
  const Column& truth_cells = rows.at(answer);
  require(truth_cells.missing_count() == 0, "select_k_best: {} train rows have no \"{}\"; leave those rows out",
          truth_cells.missing_count(), answer);
  const bool is_number = fits_quantities.fits(truth_cells);
  require(is_number || fits_numbers.fits(truth_cells) || fits_words.fits(truth_cells),
          "select_k_best: the target \"{}\" holds {}, of which there is no score", answer, name_of(truth_cells.type()));
  const FeatureScore by = score.chosen.value_or(is_number ? FeatureScore::f_regression : FeatureScore::f_classif);
  require(by != FeatureScore::f_regression || truth_cells.is_numeric(),
          "select_k_best: f_regression is of numbers, and the target \"{}\" holds words; leave `score` out", answer);
  const Truth truth = truth_of(truth_cells, by == FeatureScore::f_regression);
  require(by == FeatureScore::f_regression || truth.count >= 2,
          "select_k_best: the target \"{}\" has one class in the train rows", answer);
  State state{.columns = select(name, columns, rows, context, fits_numbers)};
  for (const auto& column : state.columns) {
    require(column != answer, "select_k_best: \"{}\" is the target itself; take it out of `columns`", column);
    require(rows.at(column).missing_count() == 0,
            "select_k_best: column \"{}\" has {} gaps in the train rows; put `fill_missing` before it", column,
            rows.at(column).missing_count());
    state.scores.push_back(score_of(by, column, rows.at(column).as_numbers(), truth));
  }
  std::vector<size_t> order(state.columns.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return state.scores[a] > state.scores[b]; });
  for (size_t i = static_cast<size_t>(k); i < order.size(); ++i) state.dropped.push_back(state.columns[order[i]]);
  return state;
}

Table SelectKBest::apply(const State& state, Table rows, const StepContext&) const {
  for (const auto& column : state.dropped) rows.erase(column);
  return rows;
}

void SelectKBest::emit(const State& state, onnx::Columns& columns) const {
  for (const auto& column : state.dropped) columns.erase(column);
}

}  // namespace plumb

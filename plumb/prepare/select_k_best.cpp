#include "plumb/prepare/select_k_best.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/core/parallel.h"
#include "plumb/prepare/feature_scores.h"
#include "plumb/prepare/mutual_information.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"
#include "plumb/prepare/target_column.h"
#include "plumb/prepare/word_places.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<SelectKBest>();

/// Whether the target is read as a number, not as a class.
bool is_of_numbers(FeatureScore score) {
  return score == FeatureScore::f_regression || score == FeatureScore::mutual_info_regression;
}

/// In units of the deviation: distances along a column and along the target are held against each other.
std::vector<double> scaled(std::vector<double> values) {
  const double spread = deviation(values);
  for (double& value : values) value /= spread;
  return values;
}

/// The noise that tells equal values of a column apart; 0 is the target.
Random noise(uint64_t seed, size_t column) { return {seed, "select_k_best noise", column}; }

/// The target as the score takes it: numbers, or codes of classes. Nothing at all: it never varies.
struct Truth {
  std::vector<double> numbers = {};
  std::vector<size_t> classes = {};
  size_t count = 0;
};

Truth truth_of(const Column& target, FeatureScore score, uint64_t seed) {
  if (!is_of_numbers(score)) {
    const Column words = target.as(ColumnType::category)->with_words_in_order();
    return {.classes = word_places(words, words.words()), .count = words.words().size()};
  }
  std::vector<double> numbers = target.as_numbers();
  if (deviation(numbers) == 0) return {};
  if (score == FeatureScore::f_regression) return {.numbers = std::move(numbers)};
  return {.numbers = with_noise(scaled(std::move(numbers)), noise(seed, 0))};
}

bool is_flag(const std::vector<double>& x) {
  return std::all_of(x.begin(), x.end(), [](double value) { return value == 0 || value == 1; });
}

double information(const std::vector<double>& x, const Truth& truth, const Random& draws) {
  if (!truth.classes.empty())
    return is_flag(x) ? information_of_flags(x, truth.classes, truth.count)
                      : information_of_classes(with_noise(x, draws), truth.classes, truth.count);
  if (!is_flag(x)) return information_of_numbers(with_noise(scaled(x), draws), truth.numbers);
  std::vector<size_t> flags;
  for (const double value : x) flags.push_back(value == 0 ? 0 : 1);
  return information_of_classes(truth.numbers, flags, 2);
}

double chi2(const std::string& column, const std::vector<double>& x, const Truth& truth) {
  const double least = *std::min_element(x.begin(), x.end());
  require(least >= 0,
          "select_k_best: chi2 is of counts from 0 on, and column \"{}\" holds {}; put `min_max` before it, or write "
          "`score: f_classif`",
          column, least);
  return chi2_of_classes(x, truth.classes, truth.count);
}

double score_of(FeatureScore score, const std::string& column, const std::vector<double>& x, const Truth& truth,
                const Random& draws) {
  if (score == FeatureScore::chi2) return chi2(column, x, truth);
  if (deviation(x) == 0 || (truth.numbers.empty() && truth.classes.empty())) return 0;
  if (score == FeatureScore::f_classif) return f_of_classes(x, truth.classes, truth.count);
  if (score == FeatureScore::f_regression) return f_of_correlation(x, truth.numbers);
  return information(x, truth, draws);
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
  require(!is_of_numbers(by) || truth_cells.is_numeric(),
          "select_k_best: {} is of numbers, and the target \"{}\" holds words; leave `score` out", name_of(by), answer);
  const Truth truth = truth_of(truth_cells, by, context.seed);
  require(is_of_numbers(by) || truth.count >= 2, "select_k_best: the target \"{}\" has one class in the train rows",
          answer);
  State state{.columns = select(name, columns, rows, context, fits_numbers)};
  for (const auto& column : state.columns) {
    require(column != answer, "select_k_best: \"{}\" is the target itself; take it out of `columns`", column);
    require(rows.at(column).missing_count() == 0,
            "select_k_best: column \"{}\" has {} gaps in the train rows; put `fill_missing` before it", column,
            rows.at(column).missing_count());
  }
  state.scores.resize(state.columns.size());
  in_parallel(std::ssize(state.columns), [&](int64_t index) {
    const auto i = static_cast<size_t>(index);
    const std::string& column = state.columns[i];
    state.scores[i] = score_of(by, column, rows.at(column).as_numbers(), truth, noise(context.seed, i + 1));
  });
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

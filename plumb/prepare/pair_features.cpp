#include "plumb/prepare/pair_features.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/core/parallel.h"
#include "plumb/prepare/formula.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"
#include "plumb/prepare/tree_split.h"
#include "plumb/prepare/tree_truth.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<PairFeatures>();

constexpr size_t most_columns = 24;
constexpr size_t most_rows = 20'000;
constexpr double like_scales = 10;  // deviations of what is added, at most this many times each other

using Truth = std::vector<std::vector<double>>;  // a column for a number, or one for each class

/// Learns on even rows, is measured on odd ones.
bool is_for_learning(size_t row) { return row % 2 == 0; }

double squares_of_odd(const Truth& truth) {
  double sum = 0;
  for (const auto& column : truth)
    for (size_t row = 1; row < column.size(); row += 2) sum += column[row] * column[row];
  return sum;
}

/// What a tree over `x` leaves of the truth. Gaps are a leaf of their own.
Truth left_by(const std::vector<double>& x, const Truth& truth) {
  std::vector<double> known;
  Truth of_known(truth.size());
  for (size_t row = 0; row < x.size(); ++row) {
    if (!is_for_learning(row) || std::isnan(x[row])) continue;
    known.push_back(x[row]);
    for (size_t k = 0; k < truth.size(); ++k) of_known[k].push_back(truth[k][row]);
  }
  const std::vector<double> edges = tree_thresholds(known, of_known, {});
  std::vector<size_t> leaf(x.size());
  std::vector<double> rows(edges.size() + 2);
  for (size_t row = 0; row < x.size(); ++row) {
    leaf[row] = std::isnan(x[row])
                    ? edges.size() + 1
                    : static_cast<size_t>(std::lower_bound(edges.begin(), edges.end(), x[row]) - edges.begin());
    if (is_for_learning(row)) ++rows[leaf[row]];
  }
  Truth left = truth;
  for (auto& column : left) {
    std::vector<double> means(rows.size());  // of leaves without a row to learn from: 0, nothing is explained
    for (size_t row = 0; row < column.size(); row += 2) means[leaf[row]] += column[row] / rows[leaf[row]];
    for (size_t row = 0; row < column.size(); ++row) column[row] -= means[leaf[row]];
  }
  return left;
}

/// The rows that are looked at, evenly over all that have a truth, less the mean of it.
struct Looked {
  Table rows = {};
  Truth truth = {};
};

Looked looked_at(const Table& all, const std::vector<std::string>& columns, const Truth& truth) {
  std::vector<int64_t> known;
  for (size_t row = 0; row < truth.front().size(); ++row)
    if (!std::isnan(truth.front()[row])) known.push_back(static_cast<int64_t>(row));
  std::vector<int64_t> places;
  const size_t count = std::min(known.size(), most_rows);
  for (size_t i = 0; i < count; ++i) places.push_back(known[i * known.size() / count]);
  Looked looked;
  for (const auto& column : columns) looked.rows.set(column, all.at(column).take(places));
  for (const auto& column : truth) {
    auto& some = looked.truth.emplace_back();
    for (const int64_t place : places) some.push_back(column[static_cast<size_t>(place)]);
    const double middle = mean(some);
    for (double& value : some) value -= middle;
  }
  return looked;
}

std::vector<double> known(std::vector<double> numbers) {
  std::erase_if(numbers, [](double x) { return std::isnan(x); });
  return numbers;
}

double scale_of(const std::vector<double>& x) {
  const auto there = known(x);
  return there.empty() ? 0 : deviation(there);
}

struct Candidate {
  std::string formula = {};
  double gain = 0;
};

/// The best of a pair; `left_by_a` is what the first column leaves of the truth.
Candidate best_of(const Looked& looked, const std::string& a, const std::string& b, const Truth& left_by_a,
                  double all) {
  const auto x = looked.rows.at(a).as_numbers(), y = looked.rows.at(b).as_numbers();
  const Truth left = left_by(y, left_by_a);
  const double before = squares_of_odd(left);
  const std::string one = in_formula(a), other = in_formula(b);
  std::vector<std::string> formulas{one + " / " + other, other + " / " + one};
  const double scale = scale_of(x), to = scale_of(y);
  if (scale <= like_scales * to && to <= like_scales * scale) {
    formulas.push_back(one + " + " + other);
    formulas.push_back(one + " - " + other);
  }
  Candidate best;
  for (const auto& formula : formulas) {
    const double gain = (before - squares_of_odd(left_by(Formula(formula)(looked.rows), left))) / all;
    if (gain > best.gain) best = {formula, gain};
  }
  return best;
}

}  // namespace

PairFeatures::State PairFeatures::fit(const Rows& train, const StepContext& context) const {
  const Table rows = train.all();
  auto chosen = select(name, columns, rows, context, fits_quantities, &fits_numbers);
  std::erase_if(chosen, [](const std::string& column) {  // no formula can name these
    return column.empty() || column.find('"') != std::string::npos;
  });
  const Truth truth = tree_truth(name, target, rows, context, "leave this step out");
  if (truth.empty()) return {};  // words, and every one is missing
  const Looked looked = looked_at(rows, chosen, truth);
  const double all = squares_of_odd(looked.truth);
  if (all == 0) return {};

  std::vector<double> left(chosen.size());
  in_parallel(std::ssize(chosen), [&](int64_t i) {
    const auto at = static_cast<size_t>(i);
    left[at] = squares_of_odd(left_by(looked.rows.at(chosen[at]).as_numbers(), looked.truth));
  });
  std::vector<size_t> order(chosen.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return left[a] < left[b]; });
  order.resize(std::min(order.size(), most_columns));
  std::sort(order.begin(), order.end());

  std::vector<std::vector<Candidate>> by_first(order.size());
  in_parallel(std::ssize(order), [&](int64_t i) {
    const auto at = static_cast<size_t>(i);
    const std::string& first = chosen[order[at]];
    const Truth left_by_first = left_by(looked.rows.at(first).as_numbers(), looked.truth);
    for (size_t j = at + 1; j < order.size(); ++j)
      by_first[at].push_back(best_of(looked, first, chosen[order[j]], left_by_first, all));
  });
  std::vector<Candidate> candidates;
  for (const auto& some : by_first) candidates.insert(candidates.end(), some.begin(), some.end());
  std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) { return a.gain > b.gain; });
  State state;
  for (const Candidate& one : candidates) {
    if (one.gain == 0 || one.gain < least || std::ssize(state.added) == count) break;
    if (rows.has(one.formula)) continue;
    state.added.push_back({one.formula, median(known(Formula(one.formula)(rows)))});
  }
  return state;
}

Table PairFeatures::apply(const State& state, Table rows, const StepContext&) const {
  for (const Added& one : state.added) {
    auto numbers = Formula(one.formula)(rows);
    for (double& x : numbers)
      if (std::isnan(x)) x = one.otherwise;
    rows.set(one.formula, Column::numbers(std::move(numbers)));
  }
  return rows;
}

void PairFeatures::emit(const State& state, onnx::Columns& columns) const {
  for (const Added& one : state.added) {
    const auto x = Formula(one.formula).emit(columns);
    columns.set_numbers({one.formula},
                        columns.op("Where", {columns.op("IsNaN", {x}), columns.row({one.otherwise}), x}));
  }
}

}  // namespace plumb

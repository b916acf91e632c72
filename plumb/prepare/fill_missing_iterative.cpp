#include "plumb/prepare/fill_missing_iterative.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/prepare/ridge.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<FillMissingIterative>();

std::string flag_of(const std::string& column) { return column + "_was_missing"; }

/// The columns with the means in their gaps, and where those were.
struct Begun {
  Matrix numbers;
  std::vector<std::vector<size_t>> gaps;
};

Begun begin(const Table& rows, const std::vector<std::string>& columns, const std::vector<double>& means) {
  Begun begun;
  for (size_t i = 0; i < columns.size(); ++i) {
    begun.numbers.push_back(rows.at(columns[i]).as_numbers());
    begun.gaps.emplace_back();
    for (size_t row = 0; row < begun.numbers[i].size(); ++row) {
      if (!std::isnan(begun.numbers[i][row])) continue;
      begun.gaps[i].push_back(row);
      begun.numbers[i][row] = means[i];
    }
  }
  return begun;
}

/// Fills the gaps of a column by its line; adds to `moved`, where there is one, by how much that changed each row.
void fill(Begun& begun, size_t column, const double* weights, double intercept, std::vector<double>* moved = nullptr) {
  for (const size_t row : begun.gaps[column]) {
    double sum = 0;
    for (size_t j = 0; j < begun.numbers.size(); ++j) sum += begun.numbers[j][row] * weights[j];
    sum += intercept;
    if (moved) (*moved)[row] += std::abs(sum - begun.numbers[column][row]);
    begun.numbers[column][row] = sum;
  }
}

/// The line from all other columns to the rows in which this one is present; its own weight is 0.
Line line_to(const FillMissingIterative& step, const Begun& begun, size_t column) {
  std::vector<bool> is_gap(begun.numbers[column].size());
  for (const size_t row : begun.gaps[column]) is_gap[row] = true;
  const auto present = [&](const std::vector<double>& numbers) {
    std::vector<double> chosen;
    for (size_t row = 0; row < numbers.size(); ++row)
      if (!is_gap[row]) chosen.push_back(numbers[row]);
    return chosen;
  };
  Matrix others;
  for (size_t j = 0; j < begun.numbers.size(); ++j)
    if (j != column) others.push_back(present(begun.numbers[j]));
  auto y = present(begun.numbers[column]);
  Line line = step.estimator == FillEstimator::ridge ? ridge(std::move(others), std::move(y), step.alpha)
                                                     : bayesian_ridge(std::move(others), std::move(y));
  line.weights.insert(line.weights.begin() + static_cast<std::ptrdiff_t>(column), 0);
  return line;
}

}  // namespace

FillMissingIterative::State FillMissingIterative::fit(const Rows& train, const StepContext& context) const {
  const Table rows = train.all();
  State state{.columns = select(name, columns, rows, context, fits_numbers)};
  require(state.columns.size() != 1,
          "fill_missing_iterative: \"{}\" is the only column, and no other says anything of it; use `fill_missing`",
          state.columns.size() == 1 ? state.columns[0] : "");
  double largest = 0;
  for (const auto& column : state.columns) {
    const auto numbers = present_numbers(train, column);
    require(!numbers.empty(), "fill_missing_iterative: column \"{}\" is empty in every train row; leave it out",
            column);
    for (const double x : numbers) largest = std::max(largest, std::abs(x));
    state.means.push_back(mean(numbers));
  }
  Begun begun = begin(rows, state.columns, state.means);
  std::vector<size_t> order(state.columns.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return begun.gaps[a].size() < begun.gaps[b].size(); });
  for (int64_t round = 0; round < max_iter; ++round) {
    std::vector<double> moved(static_cast<size_t>(rows.rows()));
    for (const size_t column : order) {
      const Line line = line_to(*this, begun, column);
      fill(begun, column, line.weights.data(), line.intercept, &moved);
      state.filled.push_back(static_cast<int64_t>(column));
      state.weights.insert(state.weights.end(), line.weights.begin(), line.weights.end());
      state.intercepts.push_back(line.intercept);
    }
    if (*std::max_element(moved.begin(), moved.end()) < tol * largest) break;
  }
  return state;
}

Table FillMissingIterative::apply(const State& state, Table rows, const StepContext&) const {
  Begun begun = begin(rows, state.columns, state.means);
  const size_t width = state.columns.size();
  for (size_t i = 0; i < state.filled.size(); ++i)
    fill(begun, static_cast<size_t>(state.filled[i]), &state.weights[i * width], state.intercepts[i]);
  for (size_t i = 0; i < width; ++i) {
    std::vector<uint8_t> was_missing(begun.numbers[i].size());
    for (const size_t row : begun.gaps[i]) was_missing[row] = 1;
    rows.set(state.columns[i], Column::numbers(std::move(begun.numbers[i])));
    if (flag) rows.set(flag_of(state.columns[i]), Column::booleans(std::move(was_missing)));
  }
  return rows;
}

void FillMissingIterative::emit(const State& state, onnx::Columns& columns_now) const {
  if (state.columns.empty()) return;
  const size_t width = state.columns.size();
  const auto given = columns_now.numbers(state.columns);
  const auto gap = columns_now.op("IsNaN", {given});
  auto x = columns_now.op("Where", {gap, columns_now.row(state.means), given});
  for (size_t i = 0; i < state.filled.size(); ++i) {
    const auto begin = state.weights.begin() + static_cast<std::ptrdiff_t>(i * width);
    const std::vector<double> weights(begin, begin + static_cast<std::ptrdiff_t>(width));
    const auto line = columns_now.op("MatMul", {x, columns_now.matrix(weights, 1)});
    const auto predicted = columns_now.op("Add", {line, columns_now.row({state.intercepts[i]})});
    std::vector<int64_t> own(width);
    own[static_cast<size_t>(state.filled[i])] = 1;
    const auto is_own = columns_now.cast(columns_now.ints({1, std::ssize(own)}, own), onnx::Element::boolean);
    x = columns_now.op("Where", {columns_now.op("And", {gap, is_own}), predicted, x});
  }
  if (flag) {
    std::vector<std::string> flags;
    for (const auto& column : state.columns) flags.push_back(flag_of(column));
    columns_now.set_numbers(flags, columns_now.cast(gap, onnx::Element::f64));
  }
  columns_now.set_numbers(state.columns, x);
}

}  // namespace plumb

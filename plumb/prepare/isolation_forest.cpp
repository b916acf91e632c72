#include "plumb/prepare/isolation_forest.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<IsolationForest>();

constexpr auto score_name = "isolation_score";

/// The rows one after the other.
std::vector<double> numbers_of(const Table& rows, const std::vector<std::string>& columns) {
  std::vector<double> numbers(static_cast<size_t>(rows.rows()) * columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto cells = rows.at(columns[i]).as_numbers();
    for (size_t row = 0; row < cells.size(); ++row) numbers[row * columns.size() + i] = cells[row];
  }
  return numbers;
}

/// NaN for a row with a gap.
std::vector<double> scores(const IsolationTrees& trees, const std::vector<double>& numbers, size_t width) {
  std::vector<double> result(numbers.size() / width);
  for (size_t row = 0; row < result.size(); ++row) {
    const auto cells = std::span(numbers).subspan(row * width, width);
    const bool has_gap = std::any_of(cells.begin(), cells.end(), [](double x) { return std::isnan(x); });
    result[row] = has_gap ? NAN : trees.score(cells);
  }
  return result;
}

}  // namespace

void IsolationForest::check(Problems& problems) const {
  if (!drop && !score) problems.add("drop", "and `score` are both false, so the step does nothing; set one");
  if (contamination.chosen && !(*contamination.chosen > 0 && *contamination.chosen <= 0.5))
    problems.add("contamination",
                 fmt::format("must be above 0 and at most 0.5, or auto; got {}", *contamination.chosen));
}

IsolationForest::State IsolationForest::fit(const Rows& train, const StepContext& context) const {
  const Table rows = train.all();
  State state{.columns = select(name, columns, rows, context, fits_quantities, &fits_numbers)};
  require(!state.columns.empty(), "isolation_forest: there are no numbers to look at; put `one_hot` before it");
  for (const auto& column : state.columns)
    require(rows.at(column).missing_count() == 0,
            "isolation_forest: column \"{}\" has {} gaps in the train rows; put `fill_missing` before it", column,
            rows.at(column).missing_count());
  require(!score || !rows.has(score_name), "isolation_forest: there is a column \"{}\" already; rename it", score_name);
  const auto numbers = numbers_of(rows, state.columns);
  state.trees = IsolationTrees::grow(numbers, state.columns.size(),
                                     {.n_estimators = n_estimators, .max_samples = max_samples, .seed = context.seed});
  if (contamination.chosen)
    state.threshold = quantile(scores(state.trees, numbers, state.columns.size()), 1 - *contamination.chosen);
  return state;
}

Table IsolationForest::apply(const State& state, Table rows, const StepContext& context) const {
  if (!score && !context.training) return rows;
  const auto found = scores(state.trees, numbers_of(rows, state.columns), state.columns.size());
  if (score) rows.set(score_name, Column::numbers(found));
  if (!drop || !context.training) return rows;
  std::vector<int64_t> kept;
  for (int64_t row = 0; row < rows.rows(); ++row)
    if (!(found[static_cast<size_t>(row)] > state.threshold)) kept.push_back(row);
  return rows.take(kept);
}

void IsolationForest::emit(const State& state, onnx::Columns& graph) const {
  if (!score) return;
  const auto x = graph.numbers(state.columns);
  const auto sum = graph.op("ReduceSum", {graph.op("Mul", {x, graph.row({0})}), graph.ints({1}, {1})});
  const auto has_gap = graph.op("IsNaN", {sum});  // NaN where any number is
  graph.set_numbers({score_name}, graph.op("Where", {has_gap, sum, state.trees.emit(graph, x)}));
}

}  // namespace plumb

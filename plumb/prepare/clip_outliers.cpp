#include "plumb/prepare/clip_outliers.h"

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<ClipOutliers>();

std::pair<double, double> bounds(const ClipOutliers& step, const std::vector<double>& numbers) {
  if (step.method == OutlierMethod::quantile) return {quantile(numbers, step.low), quantile(numbers, step.high)};
  if (step.method == OutlierMethod::z_score) {
    const double reach = step.factor.value_or(3) * deviation(numbers), middle = mean(numbers);
    return {middle - reach, middle + reach};
  }
  const double first = quantile(numbers, 0.25), third = quantile(numbers, 0.75);
  const double reach = step.factor.value_or(1.5) * (third - first);
  return {first - reach, third + reach};
}

}  // namespace

void ClipOutliers::check(Problems& problems) const {
  if (low >= high) problems.add("low", fmt::format("is {}, not below `high`, which is {}; swap them", low, high));
  if (method == OutlierMethod::quantile && factor)
    problems.add("factor", "is not read with `method: quantile`; give `low` and `high`");
}

ClipOutliers::State ClipOutliers::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers)) {
    const auto numbers = present_numbers(train, column);
    if (numbers.empty()) continue;
    const auto [lowest, highest] = bounds(*this, numbers);
    if (lowest >= highest) continue;
    state.columns.push_back(column);
    state.lows.push_back(lowest);
    state.highs.push_back(highest);
  }
  return state;
}

Table ClipOutliers::apply(const State& state, Table rows, const StepContext&) const {
  for (size_t i = 0; i < state.columns.size(); ++i) {
    auto numbers = rows.at(state.columns[i]).as_numbers();
    for (double& x : numbers) {
      if (x < state.lows[i]) x = state.lows[i];  // comparisons with a gap are false: it stays
      if (x > state.highs[i]) x = state.highs[i];
    }
    rows.set(state.columns[i], Column::numbers(std::move(numbers)));
  }
  return rows;
}

// Not Clip: what that does with NaN is left open.
void ClipOutliers::emit(const State& state, onnx::Columns& columns) const {
  if (state.columns.empty()) return;
  const auto low = columns.row(state.lows), high = columns.row(state.highs);
  auto x = columns.numbers(state.columns);
  x = columns.op("Where", {columns.op("Less", {x, low}), low, x});
  x = columns.op("Where", {columns.op("Greater", {x, high}), high, x});
  columns.set_numbers(state.columns, x);
}

}  // namespace plumb

#include "plumb/prepare/clip_outliers.h"

#include "plumb/prepare/selection.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<ClipOutliers>();

ClipOutliers::State ClipOutliers::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers)) {
    const auto bounds = rule().bounds(present_numbers(train, column));
    if (!bounds) continue;
    state.columns.push_back(column);
    state.lows.push_back(bounds->first);
    state.highs.push_back(bounds->second);
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

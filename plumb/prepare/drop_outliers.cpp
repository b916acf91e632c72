#include "plumb/prepare/drop_outliers.h"

#include "plumb/prepare/selection.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<DropOutliers>();

DropOutliers::State DropOutliers::fit(const Rows& train, const StepContext& context) const {
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

Table DropOutliers::apply(const State& state, Table rows, const StepContext&) const {
  std::vector<bool> is_far(static_cast<size_t>(rows.rows()));
  for (size_t i = 0; i < state.columns.size(); ++i) {
    const auto numbers = rows.at(state.columns[i]).as_numbers();
    for (size_t row = 0; row < numbers.size(); ++row)  // comparisons with a gap are false
      if (numbers[row] < state.lows[i] || numbers[row] > state.highs[i]) is_far[row] = true;
  }
  std::vector<int64_t> kept;
  for (int64_t row = 0; row < rows.rows(); ++row)
    if (!is_far[static_cast<size_t>(row)]) kept.push_back(row);
  return static_cast<int64_t>(kept.size()) == rows.rows() ? rows : rows.take(kept);
}

}  // namespace plumb

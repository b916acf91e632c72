#include "plumb/prepare/variance_threshold.h"

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<VarianceThreshold>();

VarianceThreshold::State VarianceThreshold::fit(const Rows& train, const StepContext& context) const {
  State state{.columns = select(name, columns, train.chunks().at(0), context, fits_numbers)};
  for (const auto& column : state.columns) {
    const auto numbers = present_numbers(train, column);
    const double spread = numbers.empty() ? 0 : deviation(numbers);
    state.variances.push_back(spread * spread);
    if (state.variances.back() <= threshold) state.dropped.push_back(column);
  }
  require(state.columns.empty() || state.dropped.size() < state.columns.size(),
          "variance_threshold: no column varies by more than {}; set a smaller `threshold`", threshold);
  return state;
}

Table VarianceThreshold::apply(const State& state, Table rows, const StepContext&) const {
  for (const auto& column : state.dropped) rows.erase(column);
  return rows;
}

void VarianceThreshold::emit(const State& state, onnx::Columns& columns) const {
  for (const auto& column : state.dropped) columns.erase(column);
}

}  // namespace plumb

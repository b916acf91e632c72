#include "plumb/prepare/max_abs.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/selection.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<MaxAbs>();

MaxAbs::State MaxAbs::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers)) {
    const auto numbers = present_numbers(train, column);
    require(!numbers.empty(), "max_abs: column \"{}\" is empty in every train row; leave it out", column);
    double most = 0;
    for (const double x : numbers) most = std::max(most, std::abs(x));
    state.columns.push_back(column);
    state.scales.push_back(most == 0 ? 1 : most);
  }
  return state;
}

Table MaxAbs::apply(const State& state, Table rows, const StepContext&) const {
  for (size_t i = 0; i < state.columns.size(); ++i) {
    auto numbers = rows.at(state.columns[i]).as_numbers();
    for (double& x : numbers) x /= state.scales[i];
    rows.set(state.columns[i], Column::numbers(std::move(numbers)));
  }
  return rows;
}

void MaxAbs::emit(const State& state, onnx::Columns& columns) const {
  if (state.columns.empty()) return;
  columns.set_numbers(state.columns, columns.op("Div", {columns.numbers(state.columns), columns.row(state.scales)}));
}

}  // namespace plumb

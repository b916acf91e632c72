#include "plumb/prepare/standardize.h"

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<Standardize>();

Standardize::State Standardize::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers)) {
    const auto numbers = present_numbers(train, column);
    require(!numbers.empty(), "standardize: column \"{}\" is empty in every train row; leave it out", column);
    const double spread = with_std ? deviation(numbers) : 1;
    state.columns.push_back(column);
    state.means.push_back(with_mean ? mean(numbers) : 0);
    state.deviations.push_back(spread == 0 ? 1 : spread);
  }
  return state;
}

Table Standardize::apply(const State& state, Table rows, const StepContext&) const {
  for (size_t i = 0; i < state.columns.size(); ++i) {
    auto numbers = rows.at(state.columns[i]).as_numbers();
    for (double& x : numbers) x = (x - state.means[i]) / state.deviations[i];
    rows.set(state.columns[i], Column::numbers(std::move(numbers)));
  }
  return rows;
}

void Standardize::emit(const State& state, onnx::Columns& columns) const {
  if (state.columns.empty()) return;
  const auto centred = columns.op("Sub", {columns.numbers(state.columns), columns.row(state.means)});
  columns.set_numbers(state.columns, columns.op("Div", {centred, columns.row(state.deviations)}));
}

}  // namespace plumb

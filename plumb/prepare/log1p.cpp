#include "plumb/prepare/log1p.h"

#include <cmath>

#include "plumb/prepare/emit_log1p.h"
#include "plumb/prepare/selection.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<Log1p>();

Log1p::State Log1p::fit(const Rows& train, const StepContext& context) const {
  State state{.columns = select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers)};
  for (const auto& column : state.columns)
    for (const double x : present_numbers(train, column))
      require(x > -1,
              "log1p: column \"{}\" holds {} in the train rows, but the logarithm takes numbers above -1; use `power: "
              "{{columns: [{}]}}`, or name the other columns",
              column, x, column);
  return state;
}

Table Log1p::apply(const State& state, Table rows, const StepContext&) const {
  for (const auto& column : state.columns) {
    auto numbers = rows.at(column).as_numbers();
    for (double& x : numbers) x = x > -1 ? std::log1p(x) : NAN;
    rows.set(column, Column::numbers(std::move(numbers)));
  }
  return rows;
}

void Log1p::emit(const State& state, onnx::Columns& columns) const {
  if (state.columns.empty()) return;
  const auto x = columns.numbers(state.columns);
  const auto is_fit = columns.op("Greater", {x, columns.row({-1})});
  columns.set_numbers(state.columns, columns.op("Where", {is_fit, emit_log1p(columns, x), columns.row({NAN})}));
}

}  // namespace plumb

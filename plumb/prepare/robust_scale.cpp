#include "plumb/prepare/robust_scale.h"

#include "plumb/prepare/normal_quantile.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<RobustScale>();

void RobustScale::check(Problems& problems) const {
  const auto [low, high] = quantile_range;
  if (low < 0 || high > 100 || low >= high)
    problems.add("quantile_range", "needs two percentages, the smaller first, e.g. `quantile_range: [25, 75]`");
  else if (unit_variance && (low == 0 || high == 100))
    problems.add("unit_variance", "cannot go with 0 or 100 percent, between which normal numbers have no end");
}

RobustScale::State RobustScale::fit(const Rows& train, const StepContext& context) const {
  const double low = quantile_range[0] / 100, high = quantile_range[1] / 100;
  const double normal = unit_variance ? normal_quantile(high) - normal_quantile(low) : 1;
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers)) {
    const auto numbers = present_numbers(train, column);
    require(!numbers.empty(), "robust_scale: column \"{}\" is empty in every train row; leave it out", column);
    const double range = with_scaling ? quantile(numbers, high) - quantile(numbers, low) : 0;
    state.columns.push_back(column);
    state.centers.push_back(with_centering ? median(numbers) : 0);
    state.scales.push_back(!with_scaling ? 1 : (range > 0 ? range : 1) / normal);
  }
  return state;
}

Table RobustScale::apply(const State& state, Table rows, const StepContext&) const {
  for (size_t i = 0; i < state.columns.size(); ++i) {
    auto numbers = rows.at(state.columns[i]).as_numbers();
    for (double& x : numbers) x = (x - state.centers[i]) / state.scales[i];
    rows.set(state.columns[i], Column::numbers(std::move(numbers)));
  }
  return rows;
}

void RobustScale::emit(const State& state, onnx::Columns& columns) const {
  if (state.columns.empty()) return;
  const auto centred = columns.op("Sub", {columns.numbers(state.columns), columns.row(state.centers)});
  columns.set_numbers(state.columns, columns.op("Div", {centred, columns.row(state.scales)}));
}

}  // namespace plumb

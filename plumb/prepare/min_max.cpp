#include "plumb/prepare/min_max.h"

#include <algorithm>

#include "plumb/prepare/selection.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<MinMax>();

void MinMax::check(Problems& problems) const {
  if (range[0] >= range[1]) problems.add("range", "needs the smaller number first, e.g. `range: [0, 1]`");
}

MinMax::State MinMax::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers)) {
    const auto numbers = present_numbers(train, column);
    require(!numbers.empty(), "min_max: column \"{}\" is empty in every train row; leave it out", column);
    const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
    state.columns.push_back(column);
    state.smallest.push_back(*low);
    state.spans.push_back(*high > *low ? *high - *low : 1);
  }
  return state;
}

Table MinMax::apply(const State& state, Table rows, const StepContext&) const {
  const auto [low, high] = range;
  for (size_t i = 0; i < state.columns.size(); ++i) {
    auto numbers = rows.at(state.columns[i]).as_numbers();
    for (double& x : numbers) {
      x = (x - state.smallest[i]) / state.spans[i] * (high - low) + low;
      if (clip && x < low) x = low;  // comparisons with a gap are false: it stays
      if (clip && x > high) x = high;
    }
    rows.set(state.columns[i], Column::numbers(std::move(numbers)));
  }
  return rows;
}

void MinMax::emit(const State& state, onnx::Columns& columns) const {
  if (state.columns.empty()) return;
  const auto low = columns.row({range[0]}), high = columns.row({range[1]});
  const auto moved = columns.op("Sub", {columns.numbers(state.columns), columns.row(state.smallest)});
  const auto share = columns.op("Div", {moved, columns.row(state.spans)});
  auto scaled = columns.op("Add", {columns.op("Mul", {share, columns.row({range[1] - range[0]})}), low});
  if (clip) {
    scaled = columns.op("Where", {columns.op("Less", {scaled, low}), low, scaled});
    scaled = columns.op("Where", {columns.op("Greater", {scaled, high}), high, scaled});
  }
  columns.set_numbers(state.columns, scaled);
}

}  // namespace plumb

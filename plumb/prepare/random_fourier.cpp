#include "plumb/prepare/random_fourier.h"

#include <cmath>
#include <numbers>

#include "plumb/core/random.h"
#include "plumb/prepare/number_matrix.h"
#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<RandomFourier>();

/// cos(x) = sin(x + pi / 2): ONNX Runtime has a sine of float64, and no cosine.
std::vector<double> offsets_of_sines(const RandomFourier::State& state) {
  std::vector<double> offsets = state.offsets;
  for (double& offset : offsets) offset += std::numbers::pi / 2;
  return offsets;
}

double height_of(const RandomFourier::State& state) {
  return std::sqrt(2.0 / static_cast<double>(state.offsets.size()));
}

}  // namespace

void RandomFourier::check(Problems& problems) const {
  if (gamma.chosen && *gamma.chosen <= 0) problems.add("gamma", "must be above 0, or auto");
}

RandomFourier::State RandomFourier::fit(const Rows& train, const StepContext& context) const {
  const Table& first = train.chunks().at(0);
  State state{.columns = select(name, columns, first, context, fits_quantities, &fits_numbers)};
  require(!state.columns.empty(), "random_fourier: there are no numbers to replace; leave the step out");
  const NumberMatrix x = train_matrix(name, train, state.columns);
  const double variance = variance_of_cells(x);
  const double fall = gamma.chosen.value_or(variance > 0 ? 1 / (static_cast<double>(x.columns) * variance) : 1);
  const auto count = static_cast<size_t>(components);
  check_free(name, first, numbered_names(prefix, count));
  Random random(context.seed, name);
  for (size_t i = 0; i < x.columns * count; ++i) state.weights.push_back(std::sqrt(2 * fall) * random.normal());
  for (size_t i = 0; i < count; ++i) state.offsets.push_back(random.uniform(0, 2 * std::numbers::pi));
  return state;
}

Table RandomFourier::apply(const State& state, Table rows, const StepContext&) const {
  const NumberMatrix x = number_matrix(rows, state.columns);
  const std::vector<double> offsets = offsets_of_sines(state);
  const size_t count = offsets.size();
  const double height = height_of(state);
  std::vector<double> made(static_cast<size_t>(x.rows) * count);
  for (int64_t row = 0; row < x.rows; ++row) {
    double* out = made.data() + static_cast<size_t>(row) * count;
    for (size_t c = 0; c < x.columns; ++c)
      for (size_t i = 0; i < count; ++i) out[i] += x.row(row)[c] * state.weights[c * count + i];
    for (size_t i = 0; i < count; ++i) out[i] = std::sin(out[i] + offsets[i]) * height;
  }
  return replace_by_matrix(std::move(rows), state.columns, numbered_names(prefix, count), made);
}

void RandomFourier::emit(const State& state, onnx::Columns& columns) const {
  const size_t count = state.offsets.size();
  const auto product = columns.op(
      "MatMul", {columns.numbers(state.columns), columns.matrix(state.weights, static_cast<int64_t>(count))});
  const auto waves = columns.op("Sin", {columns.op("Add", {product, columns.row(offsets_of_sines(state))})});
  columns.set_numbers(numbered_names(prefix, count), columns.op("Mul", {waves, columns.row({height_of(state)})}));
  for (const auto& column : state.columns) columns.erase(column);
}

}  // namespace plumb

#include "plumb/prepare/nystroem.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/random.h"
#include "plumb/prepare/eigen.h"
#include "plumb/prepare/number_matrix.h"
#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<Nystroem>();

size_t count_of(const Nystroem::State& state) { return state.basis.size() / state.columns.size(); }

/// k(x, basis)
std::vector<double> nearness(const Nystroem::State& state, const double* x) {
  const size_t columns = state.columns.size();
  std::vector<double> near;
  for (size_t i = 0; i < count_of(state); ++i) {
    double far = 0;
    for (size_t c = 0; c < columns; ++c) {
      const double gap = x[c] - state.basis[i * columns + c];
      far += gap * gap;
    }
    near.push_back(std::exp(far * -state.gamma));
  }
  return near;
}

/// K^(-1/2)
std::vector<double> turn_of(const Nystroem::State& state) {
  const size_t n = count_of(state);
  std::vector<double> kernel;
  for (size_t i = 0; i < n; ++i) {
    const auto row = nearness(state, state.basis.data() + i * state.columns.size());
    kernel.insert(kernel.end(), row.begin(), row.end());
  }
  const Eigen eigen = symmetric_eigen(std::move(kernel), static_cast<int>(n));
  std::vector<double> turn(n * n);
  for (size_t k = 0; k < n; ++k) {
    const double scale = 1 / std::sqrt(std::max(eigen.values[k], 1e-12));
    const double* vector = eigen.vectors.data() + k * n;
    for (size_t i = 0; i < n; ++i)
      for (size_t j = 0; j < n; ++j) turn[i * n + j] += vector[i] * scale * vector[j];
  }
  return turn;
}

}  // namespace

void Nystroem::check(Problems& problems) const {
  if (gamma.chosen && *gamma.chosen <= 0) problems.add("gamma", "must be above 0, or auto");
}

Nystroem::State Nystroem::fit(const Rows& train, const StepContext& context) const {
  const Table& first = train.chunks().at(0);
  State state{.columns = select(name, columns, first, context, fits_quantities, &fits_numbers)};
  require(!state.columns.empty(), "nystroem: there are no numbers to replace; leave the step out");
  const NumberMatrix x = train_matrix(name, train, state.columns);
  const double variance = variance_of_cells(x);
  state.gamma = gamma.chosen.value_or(variance > 0 ? 1 / (static_cast<double>(x.columns) * variance) : 1);
  std::vector<int64_t> chosen = Random(context.seed, name).permutation(x.rows);
  chosen.resize(static_cast<size_t>(std::min(components, x.rows)));
  for (const int64_t row : chosen) state.basis.insert(state.basis.end(), x.row(row), x.row(row) + x.columns);
  check_free(name, first, numbered_names(prefix, chosen.size()));
  state.turn = turn_of(state);
  return state;
}

Table Nystroem::apply(const State& state, Table rows, const StepContext&) const {
  const NumberMatrix x = number_matrix(rows, state.columns);
  const size_t n = count_of(state);
  std::vector<double> made(static_cast<size_t>(x.rows) * n);
  for (int64_t row = 0; row < x.rows; ++row) {
    const auto near = nearness(state, x.row(row));
    double* out = made.data() + static_cast<size_t>(row) * n;
    for (size_t i = 0; i < n; ++i)
      for (size_t j = 0; j < n; ++j) out[j] += near[i] * state.turn[i * n + j];
  }
  return replace_by_matrix(std::move(rows), state.columns, numbered_names(prefix, n), made);
}

// Distances by differences, not by products: of numbers far from 0 those would leave nothing but rounding.
void Nystroem::emit(const State& state, onnx::Columns& columns) const {
  const auto n = static_cast<int64_t>(count_of(state)), width = static_cast<int64_t>(state.columns.size());
  const auto x = columns.op("Unsqueeze", {columns.numbers(state.columns), columns.ints({1}, {1})});
  const auto basis =
      columns.model().store({.element = onnx::Element::f64, .shape = {1, n, width}, .doubles = state.basis});
  const auto gap = columns.op("Sub", {x, basis});
  const auto far =
      columns.op("ReduceSum", {columns.op("Mul", {gap, gap}), columns.ints({1}, {2})}, {{"keepdims", int64_t{0}}});
  const auto near = columns.op("Exp", {columns.op("Mul", {far, columns.row({-state.gamma})})});
  columns.set_numbers(numbered_names(prefix, static_cast<size_t>(n)),
                      columns.op("MatMul", {near, columns.matrix(state.turn, n)}));
  for (const auto& column : state.columns) columns.erase(column);
}

}  // namespace plumb

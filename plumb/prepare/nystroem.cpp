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

KernelOf kernel_of(const Nystroem& step, const Nystroem::State& state) {
  return {.kernel = step.kernel, .gamma = state.gamma, .degree = static_cast<double>(step.degree), .coef0 = step.coef0};
}

/// k(x, basis)
std::vector<double> likeness(const KernelOf& kernel, const Nystroem::State& state, const double* x) {
  const size_t columns = state.columns.size();
  std::vector<double> alike;
  for (size_t i = 0; i < count_of(state); ++i) alike.push_back(kernel(x, state.basis.data() + i * columns, columns));
  return alike;
}

/// K^(-1/2). Of an eigenvalue below 0, which only sigmoid has, the root of its size with its sign.
std::vector<double> turn_of(const KernelOf& kernel, const Nystroem::State& state) {
  const size_t n = count_of(state);
  std::vector<double> matrix;
  for (size_t i = 0; i < n; ++i) {
    const auto row = likeness(kernel, state, state.basis.data() + i * state.columns.size());
    matrix.insert(matrix.end(), row.begin(), row.end());
  }
  const Eigen eigen = symmetric_eigen(std::move(matrix), static_cast<int>(n));
  std::vector<double> turn(n * n);
  for (size_t k = 0; k < n; ++k) {
    const double size = std::max(std::abs(eigen.values[k]), 1e-12);
    const double scale = std::copysign(1 / std::sqrt(size), eigen.values[k]);
    const double* vector = eigen.vectors.data() + k * n;
    for (size_t i = 0; i < n; ++i)
      for (size_t j = 0; j < n; ++j) turn[i * n + j] += vector[i] * scale * vector[j];
  }
  return turn;
}

double automatic_gamma(Kernel kernel, const NumberMatrix& x) {
  const double variance = variance_of_cells(x);
  const double spread = kernel == Kernel::laplacian ? std::sqrt(variance) : variance;
  return spread > 0 ? 1 / (static_cast<double>(x.columns) * spread) : 1;
}

}  // namespace

void Nystroem::check(Problems& problems) const {
  if (gamma.chosen && *gamma.chosen <= 0) problems.add("gamma", "must be above 0, or auto");
  const auto unread = [&](const char* option, const char* kernels) {
    problems.add(option,
                 fmt::format("is not read by `kernel: {}`; leave it out, or write {}", name_of(kernel), kernels));
  };
  const Nystroem defaults;
  if (gamma.chosen && !reads_gamma(kernel)) unread("gamma", "`rbf`, `laplacian`, `polynomial` or `sigmoid`");
  if (degree != defaults.degree && !reads_degree(kernel)) unread("degree", "`polynomial`");
  if (coef0 != defaults.coef0 && !reads_coef0(kernel)) unread("coef0", "`polynomial` or `sigmoid`");
}

Nystroem::State Nystroem::fit(const Rows& train, const StepContext& context) const {
  const Table& first = train.chunks().at(0);
  State state{.columns = select(name, columns, first, context, fits_quantities, &fits_numbers)};
  require(!state.columns.empty(), "nystroem: there are no numbers to replace; leave the step out");
  const NumberMatrix x = train_matrix(name, train, state.columns);
  state.gamma = gamma.chosen.value_or(automatic_gamma(kernel, x));
  std::vector<int64_t> chosen = Random(context.seed, name).permutation(x.rows);
  chosen.resize(static_cast<size_t>(std::min(components, x.rows)));
  for (const int64_t row : chosen) state.basis.insert(state.basis.end(), x.row(row), x.row(row) + x.columns);
  check_free(name, first, numbered_names(prefix, chosen.size()));
  state.turn = turn_of(kernel_of(*this, state), state);
  return state;
}

Table Nystroem::apply(const State& state, Table rows, const StepContext&) const {
  const NumberMatrix x = number_matrix(rows, state.columns);
  const KernelOf measure = kernel_of(*this, state);
  const size_t n = count_of(state);
  std::vector<double> made(static_cast<size_t>(x.rows) * n);
  for (int64_t row = 0; row < x.rows; ++row) {
    const auto alike = likeness(measure, state, x.row(row));
    double* out = made.data() + static_cast<size_t>(row) * n;
    for (size_t i = 0; i < n; ++i)
      for (size_t j = 0; j < n; ++j) out[j] += alike[i] * state.turn[i * n + j];
  }
  return replace_by_matrix(std::move(rows), state.columns, numbered_names(prefix, n), made);
}

void Nystroem::emit(const State& state, onnx::Columns& columns) const {
  const auto n = static_cast<int64_t>(count_of(state)), width = static_cast<int64_t>(state.columns.size());
  const auto alike = kernel_of(*this, state).emit(columns, columns.numbers(state.columns), state.basis, width);
  columns.set_numbers(numbered_names(prefix, static_cast<size_t>(n)),
                      columns.op("MatMul", {alike, columns.matrix(state.turn, n)}));
  for (const auto& column : state.columns) columns.erase(column);
}

}  // namespace plumb

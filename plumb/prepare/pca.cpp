#include "plumb/prepare/pca.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/prepare/eigen.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<Pca>();

/// The train rows, column by column, each less its mean.
std::vector<std::vector<double>> centred(const Rows& train, const std::vector<std::string>& columns,
                                         std::vector<double>& means) {
  std::vector<std::vector<double>> result;
  for (const auto& column : columns) {
    int64_t rows = 0;
    for (const Table& chunk : train.chunks()) rows += chunk.rows();
    auto numbers = present_numbers(train, column);
    require(static_cast<int64_t>(numbers.size()) == rows,
            "pca: column \"{}\" has {} gaps in the train rows; put `fill_missing` before it", column,
            rows - static_cast<int64_t>(numbers.size()));
    means.push_back(mean(numbers));
    for (double& x : numbers) x -= means.back();
    result.push_back(std::move(numbers));
  }
  return result;
}

std::vector<double> covariance(const std::vector<std::vector<double>>& x) {
  const size_t n = x.size();
  std::vector<double> result(n * n);
  for (size_t i = 0; i < n; ++i)
    for (size_t j = 0; j <= i; ++j) {
      const double sum = std::inner_product(x[i].begin(), x[i].end(), x[j].begin(), 0.0);
      result[i * n + j] = result[j * n + i] = sum / static_cast<double>(x[i].size() - 1);
    }
  return result;
}

/// How many directions explain the share: the first count at which the running sum exceeds it.
size_t enough(const std::vector<double>& variances, double keep) {
  const double total = std::accumulate(variances.begin(), variances.end(), 0.0);
  double sum = 0;
  for (size_t i = 0; i < variances.size(); ++i) {
    sum += variances[i];
    if (sum > keep * total) return i + 1;
  }
  return variances.size();
}

std::vector<std::string> names_of(const Pca& step, const Pca::State& state) {
  std::vector<std::string> names;
  for (size_t i = 0; i < state.variances.size(); ++i) names.push_back(fmt::format("{}{}", step.prefix, i + 1));
  return names;
}

/// What a coordinate is multiplied by; a direction without variance stays 0.
double factor(const Pca& step, double variance) { return step.whiten && variance > 0 ? 1 / std::sqrt(variance) : 1; }

}  // namespace

Pca::State Pca::fit(const Rows& train, const StepContext& context) const {
  State state;
  state.columns = select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers);
  const size_t n = state.columns.size();
  require(n > 0, "pca: there are no numbers to take components of; leave the step out");
  require(components <= static_cast<int64_t>(n), "pca: {} components of {} columns; ask for {} at most", components, n,
          n);
  const auto x = centred(train, state.columns, state.means);
  require(x[0].size() > 1, "pca: needs 2 train rows or more, got {}", x[0].size());
  const Eigen eigen = symmetric_eigen(covariance(x), static_cast<int>(n));
  std::vector<double> variances = eigen.values;
  for (double& variance : variances) variance = std::max(variance, 0.0);  // rounding
  const size_t kept = components > 0 ? static_cast<size_t>(components) : enough(variances, keep);
  for (size_t i = 0; i < kept; ++i) {
    const auto begin = eigen.vectors.begin() + static_cast<std::ptrdiff_t>(i * n),
               end = begin + static_cast<std::ptrdiff_t>(n);
    const double largest = *std::max_element(begin, end, [](double a, double b) { return std::abs(a) < std::abs(b); });
    state.variances.push_back(variances[i]);
    for (auto part = begin; part != end; ++part) state.directions.push_back(largest < 0 ? -*part : *part);
  }
  for (const auto& added : names_of(*this, state))
    require(!train.chunks()[0].has(added), "pca: there is a column \"{}\" already; set another `prefix`", added);
  return state;
}

Table Pca::apply(const State& state, Table rows, const StepContext&) const {
  const size_t n = state.columns.size(), count = static_cast<size_t>(rows.rows());
  std::vector<std::vector<double>> x;
  for (size_t c = 0; c < n; ++c) {
    x.push_back(rows.at(state.columns[c]).as_numbers());
    for (double& cell : x.back()) cell -= state.means[c];
  }
  const auto names = names_of(*this, state);
  for (size_t i = 0; i < names.size(); ++i) {
    std::vector<double> y(count);
    for (size_t c = 0; c < n; ++c)
      for (size_t row = 0; row < count; ++row)
        y[row] += x[c][row] * (state.directions[i * n + c] * factor(*this, state.variances[i]));
    rows.set(names[i], Column::numbers(std::move(y)));
  }
  for (const auto& column : state.columns) rows.erase(column);
  return rows;
}

void Pca::emit(const State& state, onnx::Columns& columns) const {
  const size_t n = state.columns.size(), kept = state.variances.size();
  std::vector<double> weights(n * kept);
  for (size_t i = 0; i < kept; ++i)
    for (size_t c = 0; c < n; ++c)
      weights[c * kept + i] = state.directions[i * n + c] * factor(*this, state.variances[i]);
  const auto moved = columns.op("Sub", {columns.numbers(state.columns), columns.row(state.means)});
  columns.set_numbers(names_of(*this, state),
                      columns.op("MatMul", {moved, columns.matrix(weights, static_cast<int64_t>(kept))}));
  for (const auto& column : state.columns) columns.erase(column);
}

}  // namespace plumb

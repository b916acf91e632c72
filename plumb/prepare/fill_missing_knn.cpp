#include "plumb/prepare/fill_missing_knn.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<FillMissingKnn>();

using Numbers = std::vector<double>;

std::string flag_of(const std::string& column) { return column + "_was_missing"; }

/// The train rows with NaN for gaps, column by column.
std::vector<Numbers> kept_rows(const FillMissingKnn::State& state) {
  std::vector<Numbers> result;
  for (const auto& column : state.rows) {
    result.emplace_back();
    for (const auto& cell : column) result.back().push_back(cell.value_or(NAN));
  }
  return result;
}

/// The distance of a row from each train row; NaN where they share no column.
Numbers distances(const std::vector<Numbers>& kept, const Numbers& row) {
  const size_t count = kept[0].size();
  Numbers squares(count), present(count);
  for (size_t j = 0; j < row.size(); ++j) {
    if (std::isnan(row[j])) continue;
    for (size_t i = 0; i < count; ++i) {
      if (std::isnan(kept[j][i])) continue;
      squares[i] += (kept[j][i] - row[j]) * (kept[j][i] - row[j]);
      ++present[i];
    }
  }
  for (size_t i = 0; i < count; ++i)  // 0 / 0 is NaN
    squares[i] = std::sqrt(squares[i] * (static_cast<double>(row.size()) / present[i]));
  return squares;
}

/// The mean of the column's nearest present cells.
double neighbors_mean(const FillMissingKnn& step, const Numbers& cells, const Numbers& distance, double otherwise) {
  std::vector<size_t> near;
  for (size_t i = 0; i < cells.size(); ++i)
    if (!std::isnan(cells[i]) && !std::isnan(distance[i])) near.push_back(i);
  const auto count = std::min<std::ptrdiff_t>(step.n_neighbors, std::ssize(near));
  if (count == 0) return otherwise;
  std::partial_sort(near.begin(), near.begin() + count, near.end(),
                    [&](size_t a, size_t b) { return distance[a] != distance[b] ? distance[a] < distance[b] : a < b; });
  near.resize(static_cast<size_t>(count));
  const bool is_there = distance[near[0]] == 0;
  double sum = 0, total = 0;
  for (const size_t i : near) {
    double weight = 1;
    if (step.weights == NeighborWeights::distance) weight = is_there ? distance[i] == 0 : 1 / distance[i];
    sum += weight * cells[i];
    total += weight;
  }
  return sum / total;
}

}  // namespace

FillMissingKnn::State FillMissingKnn::fit(const Rows& train, const StepContext& context) const {
  const Table rows = train.all();
  State state{.columns = select(name, columns, rows, context, fits_numbers)};
  const int64_t kept = std::min(max_rows, rows.rows());
  for (const auto& column : state.columns) {
    const auto present = present_numbers(train, column);
    require(!present.empty(), "fill_missing_knn: column \"{}\" is empty in every train row; leave it out", column);
    state.means.push_back(mean(present));
    const auto numbers = rows.at(column).as_numbers();
    state.rows.emplace_back();
    for (int64_t i = 0; i < kept; ++i) {
      const double cell = numbers[static_cast<size_t>(i * rows.rows() / kept)];
      state.rows.back().push_back(std::isnan(cell) ? std::nullopt : std::optional(cell));
    }
  }
  return state;
}

Table FillMissingKnn::apply(const State& state, Table rows, const StepContext&) const {
  if (state.columns.empty()) return rows;
  const auto kept = kept_rows(state);
  std::vector<Numbers> numbers;
  for (const auto& column : state.columns) numbers.push_back(rows.at(column).as_numbers());
  std::vector<std::vector<uint8_t>> gaps(numbers.size(), std::vector<uint8_t>(static_cast<size_t>(rows.rows())));
  for (size_t row = 0; row < static_cast<size_t>(rows.rows()); ++row) {
    Numbers cells;
    for (const auto& column : numbers) cells.push_back(column[row]);
    if (std::none_of(cells.begin(), cells.end(), [](double x) { return std::isnan(x); })) continue;
    const auto distance = distances(kept, cells);
    for (size_t j = 0; j < cells.size(); ++j) {
      if (!std::isnan(cells[j])) continue;
      gaps[j][row] = 1;
      numbers[j][row] = neighbors_mean(*this, kept[j], distance, state.means[j]);
    }
  }
  for (size_t j = 0; j < numbers.size(); ++j) {
    rows.set(state.columns[j], Column::numbers(std::move(numbers[j])));
    if (flag) rows.set(flag_of(state.columns[j]), Column::booleans(std::move(gaps[j])));
  }
  return rows;
}

void FillMissingKnn::emit(const State& state, onnx::Columns&) const {
  if (state.columns.empty()) return;
  throw Error(
      "onnx: the step `fill_missing_knn` has no ONNX form, since the train rows would be part of the file; use "
      "`fill_missing_iterative` or `fill_missing` instead, or export to a bundle");
}

}  // namespace plumb

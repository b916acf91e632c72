#include "plumb/prepare/number_matrix.h"

#include <cmath>

#include "plumb/prepare/statistics.h"

namespace plumb {

NumberMatrix number_matrix(const Table& rows, const std::vector<std::string>& columns) {
  NumberMatrix matrix{.rows = rows.rows(), .columns = columns.size()};
  matrix.cells.resize(static_cast<size_t>(matrix.rows) * matrix.columns);
  for (size_t c = 0; c < columns.size(); ++c) {
    const auto numbers = rows.at(columns[c]).as_numbers();
    for (size_t row = 0; row < numbers.size(); ++row) matrix.cells[row * matrix.columns + c] = numbers[row];
  }
  return matrix;
}

NumberMatrix train_matrix(const std::string& step, const Rows& train, const std::vector<std::string>& columns) {
  const Table rows = train.all();
  for (const auto& column : columns)
    require(rows.at(column).missing_count() == 0,
            "{}: column \"{}\" has {} gaps in the train rows; put `fill_missing` before it", step, column,
            rows.at(column).missing_count());
  return number_matrix(rows, columns);
}

Table replace_by_matrix(Table rows, const std::vector<std::string>& columns, const std::vector<std::string>& names,
                        const std::vector<double>& cells) {
  const auto count = static_cast<size_t>(rows.rows());
  for (size_t i = 0; i < names.size(); ++i) {
    std::vector<double> column(count);
    for (size_t row = 0; row < count; ++row) column[row] = cells[row * names.size() + i];
    rows.set(names[i], Column::numbers(std::move(column)));
  }
  for (const auto& column : columns) rows.erase(column);
  return rows;
}

std::vector<std::string> numbered_names(const std::string& prefix, size_t count) {
  std::vector<std::string> names;
  for (size_t i = 1; i <= count; ++i) names.push_back(fmt::format("{}{}", prefix, i));
  return names;
}

void check_free(const std::string& step, const Table& rows, const std::vector<std::string>& names) {
  for (const auto& name : names)
    require(!rows.has(name), "{}: there is a column \"{}\" already; set another `prefix`", step, name);
}

double variance_of_cells(const NumberMatrix& matrix) {
  const double spread = deviation(matrix.cells);
  return spread * spread;
}

}  // namespace plumb

#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Columns of numbers row by row, as steps read them that look at a row as one point.
struct NumberMatrix {
  int64_t rows = 0;
  size_t columns = 0;
  std::vector<double> cells = {};  // [rows, columns]
  const double* row(int64_t index) const { return cells.data() + static_cast<size_t>(index) * columns; }
};
NumberMatrix number_matrix(const Table& rows, const std::vector<std::string>& columns);

/// The same of train rows, where a gap is an Error that names the step.
NumberMatrix train_matrix(const std::string& step, const Rows& train, const std::vector<std::string>& columns);

/// New columns <prefix>1, <prefix>2, … last, in the place of those they are made of; `cells` is [rows, count].
Table replace_by_matrix(Table rows, const std::vector<std::string>& columns, const std::vector<std::string>& names,
                        const std::vector<double>& cells);
std::vector<std::string> numbered_names(const std::string& prefix, size_t count);
/// An Error where the table has one of them already.
void check_free(const std::string& step, const Table& rows, const std::vector<std::string>& names);

/// Variance of all cells together (divided by their number).
double variance_of_cells(const NumberMatrix& matrix);

}  // namespace plumb

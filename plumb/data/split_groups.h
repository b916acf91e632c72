#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumb/core/table.h"

/// Rows that must stay together (split.h, `by: group` and `by: content`).
namespace plumb {

/// Rows with the same cell of a column; a missing cell is an Error, since it could belong to any group.
std::vector<std::vector<int64_t>> groups_by_cell(const Table& table, const std::string& column);
/// Rows with the same cells in all these columns.
std::vector<std::vector<int64_t>> groups_by_content(const Table& table, const std::vector<std::string>& columns);

/// Deals groups out to parts. `shares` of the rows, which need not add up to 1 (they are weighed against each other);
/// `class_of` each row of the table, or empty. Largest first (equal ones in an order by chance), each to the part where
///
///     sum over parts p and classes c of ((rows of c in p) - share_p · (all rows of c))² / (all rows of c)²
///
/// grows least, with one class more that holds every row. Rows of a part are sorted.
std::vector<std::vector<int64_t>> deal(std::vector<std::vector<int64_t>> groups, const std::vector<double>& shares,
                                       const std::vector<int32_t>& class_of, uint64_t seed);

}  // namespace plumb

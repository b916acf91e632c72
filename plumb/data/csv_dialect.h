#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plumb/data/csv_scanner.h"

namespace plumb {

/// The first rows of a text as cells of their own (at most 1,000 rows, 256 KB), for guesses. Broken rows are left out.
std::vector<std::vector<std::string>> first_rows(std::string_view text, const CsvDialect& dialect, int64_t skip_lines);

/// The separator that cuts (nearly) all of the first rows into the same number of cells: tab ; | , or blanks, where all
/// cells below the first row are numbers. ',' where nothing does.
char guess_separator(std::string_view text, const CsvDialect& dialect, int64_t skip_lines);

/// Whether the first row holds names: none is a number, and either a column of numbers stands below one, or all differ
/// and none of them comes again as a cell of its column (which is no proof: not where `certain` is asked).
bool guess_header(const std::vector<std::vector<std::string>>& rows, bool certain = false);

}  // namespace plumb

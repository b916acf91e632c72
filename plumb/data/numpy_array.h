#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/table.h"

namespace plumb {

/// An array as NumPy saves it (format 1 to 3 of numpy.lib.format): what its header says, and its values, which point
/// into the file's bytes.
struct NumpyArray {
  std::string name = {};  // as messages call it: "faces.npz: \"images\""
  char kind = 'f';        // NumPy's letter: b, i, u, f, M (dates), U and S (words)
  int64_t item = 8;       // bytes of a value
  bool big_endian = false;
  bool columns_first = false;  // "Fortran order"
  std::string unit = {};       // of dates: "ns"
  std::vector<int64_t> shape = {};
  std::string_view values = {};
};

/// Reads the header and checks that the values are there. Objects (pickles), records and complex numbers are an Error
/// that says what to write instead.
NumpyArray numpy_array(std::string_view file, const std::string& name);

/// Adds an array to a table. Dimension 0 is the rows.
///
///     [n], [n, 1]               a column `name`: integers, numbers, booleans, dates or words
///     [n, k]                    k columns, `name_1` to `name_k`
///     [n, h, w], [n, h, w, c]   of bytes (uint8): a column of images; c is 1 or 3
void add_columns(Table& table, const std::string& name, const NumpyArray& array,
                 const std::vector<std::string>& missing);

}  // namespace plumb

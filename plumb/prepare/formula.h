#pragma once

#include <string>
#include <vector>

#include "plumb/core/table.h"
#include "plumb/onnx/columns.h"

namespace plumb {

/// A column's name as a formula reads it: in double quotes where it is no word. No formula can name an empty one or one
/// that holds a double quote.
std::string in_formula(const std::string& column);

/// Arithmetic over columns of numbers, read from text:
///
///     Formula("total_rooms / households")(rows);          // a number for each row; NaN where it has none
///     Formula("log(price + 1) - \"list price\" * 0.5")
///
/// Numbers, columns (in double quotes where a name is no word), + - * /, a sign, parentheses, and abs, exp, log
/// (natural) and sqrt. Products go before sums, equals from left to right. Columns are read as float32, in which ONNX
/// takes them, so that a difference of nearly equal cells is the same in both; results are float64. A gap in what is
/// read is a gap in the result, and so is what is no finite number: x / 0, the log of 0.
class Formula {
 public:
  /// An Error says what came, where, and what was expected.
  explicit Formula(const std::string& text);

  const std::vector<std::string>& columns() const { return columns_; }  // that are read, each once
  std::vector<double> operator()(const Table& rows) const;
  /// The same in ONNX: float64 [rows, 1].
  std::string emit(onnx::Columns& columns) const;

 private:
  /// In postfix order: `a / (b + 1)` is a b 1 + /
  struct Term {
    std::string word = {};  // of an operation: "/"
    size_t column = 0;      // of a column: its place in `columns_`
    double number = 0;
    enum { is_operation, is_column, is_number } kind = is_operation;
  };
  class Parser;

  std::vector<std::string> columns_ = {};
  std::vector<Term> terms_ = {};
};

}  // namespace plumb

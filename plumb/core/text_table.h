#pragma once

#include <string>
#include <vector>

namespace plumb {

/// A table of text whose columns are as wide as their cells, within the terminal's width: what does not fit is cut with
/// "…".
///
///     TextTable table({"layer", "shape", "parameters"});
///     table.row({"dense", "[rows, 64]", "6,976"});
///     std::cout << table.text();
///
/// Columns of numbers are set to the right, others to the left.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : header_(std::move(header)) {}
  void row(std::vector<std::string> cells);
  void line();  // a rule between rows
  std::string text(int width = terminal_width()) const;

  /// Columns of the terminal, 100 where the output is none.
  static int terminal_width();

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;  // an empty row is a rule
};

/// 1234567 as "1,234,567".
std::string with_commas(long long value);
/// Bytes as "1.2 MB".
std::string bytes_text(double bytes);
/// A number with as many digits as a reader wants: "0.8525", "56,312", "1.3e-07".
std::string short_number(double value);

}  // namespace plumb

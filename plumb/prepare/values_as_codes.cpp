#include "plumb/prepare/values_as_codes.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<ValuesAsCodes>();

/// The different numbers, ascending, as float32 tells them apart: ONNX takes numbers so.
std::vector<double> different(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  const auto same = [](double a, double b) { return static_cast<float>(a) == static_cast<float>(b); };
  numbers.erase(std::unique(numbers.begin(), numbers.end(), same), numbers.end());
  return numbers;
}

/// Up to where each value is the nearest: the code of x is the number of these below x.
std::vector<double> middles(const std::vector<double>& values) {
  std::vector<double> between;
  for (size_t i = 1; i < values.size(); ++i) between.push_back(values[i - 1] + (values[i] - values[i - 1]) / 2);
  return between;
}

}  // namespace

void ValuesAsCodes::check(Problems& problems) const {
  if (suffix.empty()) problems.add("suffix", "must not be empty: the numbers stay beside their codes");
}

ValuesAsCodes::State ValuesAsCodes::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers)) {
    auto values = different(present_numbers(train, column));
    if (values.size() < 3 || static_cast<int64_t>(values.size()) > most) continue;
    require(!train.chunks()[0].has(column + suffix),
            "values_as_codes: there is a column \"{}\" already; set another `suffix`", column + suffix);
    state.coded.push_back({column, std::move(values)});
  }
  return state;
}

Table ValuesAsCodes::apply(const State& state, Table rows, const StepContext&) const {
  for (const Coded& coded : state.coded) {
    const std::vector<double> ends = middles(coded.values);
    std::vector<int64_t> codes;
    for (const double x : rows.at(coded.column).as_numbers())
      codes.push_back(std::isnan(x) ? std::ssize(coded.values)
                                    : std::lower_bound(ends.begin(), ends.end(), x) - ends.begin());
    rows.set(coded.column + suffix, Column::integers(std::move(codes)));
  }
  return rows;
}

void ValuesAsCodes::emit(const State& state, onnx::Columns& columns) const {
  for (const Coded& coded : state.coded) {
    const auto x = columns.numbers({coded.column});
    const auto above = columns.cast(columns.op("Greater", {x, columns.row(middles(coded.values))}), onnx::Element::f64);
    const auto code = columns.op("ReduceSum", {above, columns.ints({1}, {1})});
    const auto gap = columns.row({static_cast<double>(coded.values.size())});
    columns.set_numbers({coded.column + suffix}, columns.op("Where", {columns.op("IsNaN", {x}), gap, code}));
  }
}

void ValuesAsCodes::hint(const State& state, std::map<std::string, ColumnHints>& hints) const {
  for (const Coded& coded : state.coded)
    hints[coded.column + suffix].codes = static_cast<int64_t>(coded.values.size()) + 1;
}

}  // namespace plumb

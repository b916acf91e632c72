#include "plumb/prepare/fill_missing.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<FillMissing>();

const Fits fits_cells{[](const Column& column) { return fits_numbers.fits(column) || fits_words.fits(column); },
                      "numbers or words"};

bool is_words(const Scalar& value) { return std::holds_alternative<std::string>(value); }

const Fits& fits(const FillMissing& step) {
  if (step.with == Fill::mode) return fits_cells;
  if (step.with == Fill::constant) return is_words(*step.value) ? fits_words : fits_numbers;
  return fits_numbers;
}

Scalar replacement(const FillMissing& step, const Rows& train, const std::string& name) {
  const bool of_words = fits_words.fits(train.chunks()[0].at(name));
  if (step.with == Fill::constant) {
    if (of_words) return text(*step.value);
    require(!is_words(*step.value), "fill_missing: column \"{}\" holds numbers; give a number as `value`, not \"{}\"",
            name, text(*step.value));
    return as_double(*step.value);
  }
  if (of_words && step.with != Fill::mode)
    throw Error("fill_missing: column \"{}\" holds text, which has no {}; use `with: mode`", name, name_of(step.with));
  const auto complain = [&] {
    throw Error("fill_missing: column \"{}\" is empty in every train row; leave it out or use `with: constant`", name);
  };
  if (of_words) {
    const auto words = present_words(train, name);
    if (words.empty()) complain();
    return mode(words);
  }
  const auto numbers = present_numbers(train, name);
  if (numbers.empty()) complain();
  if (step.with == Fill::mode) return mode(numbers);
  return step.with == Fill::mean ? mean(numbers) : median(numbers);
}

Column filled(const Column& cells, double fill) {
  auto numbers = cells.as_numbers();
  for (double& number : numbers)
    if (std::isnan(number)) number = fill;
  const bool stays_whole = cells.type() == ColumnType::integer && fill == std::floor(fill) && std::abs(fill) < 9e15;
  const bool stays_boolean = cells.type() == ColumnType::boolean && (fill == 0 || fill == 1);
  if (stays_whole) {
    std::vector<int64_t> whole(cells.integers().begin(), cells.integers().end());
    for (size_t row = 0; row < whole.size(); ++row)
      if (cells.missing(static_cast<int64_t>(row))) whole[row] = static_cast<int64_t>(fill);
    return Column::integers(std::move(whole));
  }
  if (stays_boolean) return Column::booleans(std::vector<uint8_t>(numbers.begin(), numbers.end()));
  return Column::numbers(std::move(numbers));
}

Column filled(const Column& cells, const std::string& fill) {
  if (cells.type() == ColumnType::category) {
    auto words = cells.words();
    std::vector<int32_t> codes(cells.codes().begin(), cells.codes().end());
    const auto code = std::find(words.begin(), words.end(), fill) - words.begin();
    if (code == static_cast<std::ptrdiff_t>(words.size())) words.push_back(fill);
    for (size_t row = 0; row < codes.size(); ++row)
      if (cells.missing(static_cast<int64_t>(row))) codes[row] = static_cast<int32_t>(code);
    return Column::categories(std::move(codes), std::move(words));
  }
  std::vector<std::optional<std::string>> texts;
  for (int64_t row = 0; row < cells.size(); ++row)
    texts.emplace_back(cells.missing(row) ? fill : std::string(cells.text(row)));
  return Column::texts(texts);
}

Column gaps(const Column& cells) {
  std::vector<uint8_t> gap(static_cast<size_t>(cells.size()));
  for (int64_t row = 0; row < cells.size(); ++row) gap[static_cast<size_t>(row)] = cells.missing(row);
  return Column::booleans(std::move(gap));
}

std::string flag_of(const std::string& column) { return column + "_was_missing"; }

}  // namespace

void FillMissing::check(Problems& problems) const {
  if (with == Fill::constant && !value) problems.add("value", "`with: constant` needs one, e.g. `value: 0`");
  if (with != Fill::constant && value) problems.add("value", "is read only when `with: constant`");
}

FillMissing::State FillMissing::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits(*this), &fits_cells))
    state.fills.emplace_back(column, replacement(*this, train, column));
  return state;
}

Table FillMissing::apply(const State& state, Table rows, const StepContext&) const {
  for (const auto& [column, fill] : state.fills) {
    const Column cells = rows.at(column);
    rows.set(column, is_words(fill) ? filled(cells, text(fill)) : filled(cells, as_double(fill)));
    if (flag) rows.set(flag_of(column), gaps(cells));
  }
  return rows;
}

void FillMissing::emit(const State& state, onnx::Columns& columns) const {
  std::vector<std::string> numbers, flags;
  std::vector<double> fills;
  for (const auto& [column, fill] : state.fills) {
    if (!is_words(fill)) {
      numbers.push_back(column), flags.push_back(flag_of(column)), fills.push_back(as_double(fill));
      continue;
    }
    const auto filled_already = columns.index_of(column, {""}, 1);  // 0 where missing
    const auto gap = columns.op("Not", {columns.cast(filled_already, onnx::Element::boolean)});
    if (flag) columns.set_numbers({flag_of(column)}, columns.cast(gap, onnx::Element::f64));
    columns.set_words(column, columns.op("Where", {gap, columns.text(text(fill)), columns.words(column)}));
  }
  if (numbers.empty()) return;
  const auto x = columns.numbers(numbers);
  const auto gap = columns.op("IsNaN", {x});
  if (flag) columns.set_numbers(flags, columns.cast(gap, onnx::Element::f64));
  columns.set_numbers(numbers, columns.op("Where", {gap, columns.row(fills), x}));
}

}  // namespace plumb

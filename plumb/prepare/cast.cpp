#include "plumb/prepare/cast.h"

#include <cmath>

#include "plumb/prepare/selection.h"
#include "plumb/prepare/word_places.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<CastColumns>();

const Fits fits_scalars{[](const Column& column) {
                          return column.is_numeric() || fits_words.fits(column) ||
                                 column.type() == ColumnType::date_time;
                        },
                        "numbers, words or date-times"};

bool is_words(ColumnType type) { return type == ColumnType::category || type == ColumnType::text; }

bool fits(const Column& cell, ColumnType to) { return cell.as(to).has_value(); }

/// The column as that type, cells that do not fit missing.
Column made(const Column& cells, ColumnType to) {
  if (const auto whole = cells.as(to)) return *whole;
  if (is_words(cells.type()))
    return *change_words(cells, [&](std::string_view word) {
              const std::optional<std::string> cell(word);
              return fits(Column::texts({cell}), to) ? cell : std::nullopt;
            }).as(to);
  auto numbers = cells.as_numbers();
  for (double& x : numbers)
    if (!fits(Column::numbers({x}), to)) x = NAN;
  return *Column::numbers(std::move(numbers)).as(to);
}

}  // namespace

void CastColumns::check(Problems& problems) const {
  if (to == ColumnType::image || to == ColumnType::list)
    problems.add("to", fmt::format("nothing else becomes {}; there are number, integer, boolean, category, text and "
                                   "date_time",
                                   name_of(to)));
}

CastColumns::State CastColumns::fit(const Rows& train, const StepContext& context) const {
  const Table& first = train.chunks().at(0);
  State state;
  for (const auto& column : select(name, columns, first, context, fits_scalars)) {
    state.from.push_back(first.at(column).type());
    int64_t before = 0;  // rows of the chunks before
    for (const Table& chunk : train.chunks()) {
      const Column& cells = chunk.at(column);
      if (!fits(cells, to))
        for (int64_t row = 0; row < cells.size(); ++row)
          require(fits(cells.take(std::vector{row}), to),
                  "cast: column \"{}\" holds \"{}\" in train row {}, which is no {}; use `replace_values` before, or "
                  "another type",
                  column, cells.shown(row), before + row + 1, name_of(to));
      before += cells.size();
    }
  }
  return state;
}

Table CastColumns::apply(const State&, Table rows, const StepContext&) const {
  for (const auto& column : columns) rows.set(column, made(rows.at(column), to));
  return rows;
}

void CastColumns::emit(const State& state, onnx::Columns& columns_now) const {
  std::vector<std::string> numbers;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (is_words(state.from[i]) != is_words(to))
      throw Error(
          "onnx: the step `cast` from {} to {} has no ONNX form; write `inputs: {{{}: {}}}` in place of the step, "
          "or export to a bundle",
          name_of(state.from[i]), name_of(to), columns[i], name_of(to));
    if (!is_words(to)) numbers.push_back(columns[i]);
  }
  if (numbers.empty() || to == ColumnType::number) return;
  // What does not fit becomes missing; a date-time is a whole number too.
  const auto x = columns_now.numbers(numbers);
  auto is_fit = columns_now.op("Equal", {x, columns_now.op("Floor", {x})});
  if (to == ColumnType::boolean) {
    const auto square = columns_now.op("Mul", {x, x});
    is_fit = columns_now.op("Equal", {x, square});  // 0 and 1 alone
  } else {
    const auto is_near = columns_now.op("LessOrEqual", {columns_now.op("Abs", {x}), columns_now.row({9e15})});
    is_fit = columns_now.op("And", {is_fit, is_near});
  }
  columns_now.set_numbers(numbers, columns_now.op("Where", {is_fit, x, columns_now.row({NAN})}));
}

}  // namespace plumb

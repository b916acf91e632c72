#include "plumb/prepare/replace_values.h"

#include <cmath>

#include "plumb/core/parse.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/word_places.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<ReplaceValues>();

const Fits fits_cells{[](const Column& column) { return fits_numbers.fits(column) || fits_words.fits(column); },
                      "numbers or words"};

/// The values that are numbers on both sides (a gap is NaN).
std::vector<std::pair<float, double>> of_numbers(const ReplaceValues& step) {
  std::vector<std::pair<float, double>> pairs;
  for (const auto& [from, to] : step.values) {
    const auto number = parse_number(from);
    if (number && !std::isnan(*number) && !std::holds_alternative<std::string>(to))
      pairs.emplace_back(static_cast<float>(*number), as_double(to));
  }
  return pairs;
}

}  // namespace

void ReplaceValues::check(Problems& problems) const {
  if (values.empty()) problems.add("values", "says nothing; write what becomes what, e.g. `values: {unknown: null}`");
}

ReplaceValues::State ReplaceValues::fit(const Rows& train, const StepContext& context) const {
  State state;
  const bool has_numbers = !of_numbers(*this).empty();
  const Table& first = train.chunks().at(0);
  for (const auto& column : select(name, columns, first, context, fits_cells)) {
    if (fits_words.fits(first.at(column))) {
      state.words.push_back(column);
      continue;
    }
    require(has_numbers || columns.empty(),
            "replace_values: column \"{}\" holds numbers, but no value is a number that becomes a number or null; "
            "`cast` it to category first, or take it out of `columns`",
            column);
    if (has_numbers) state.numbers.push_back(column);
  }
  return state;
}

Table ReplaceValues::apply(const State& state, Table rows, const StepContext&) const {
  const auto pairs = of_numbers(*this);
  for (const auto& column : state.numbers) {
    const ColumnType type = rows.at(column).type();
    auto numbers = rows.at(column).as_numbers();
    for (double& x : numbers)
      for (const auto& [from, to] : pairs)
        if (static_cast<float>(x) == from) {
          x = to;
          break;
        }
    const Column changed = Column::numbers(std::move(numbers));
    rows.set(column, changed.as(type).value_or(changed));  // whole numbers stay so where they can
  }
  for (const auto& column : state.words)
    rows.set(column, change_words(rows.at(column), [&](std::string_view word) -> std::optional<std::string> {
               for (const auto& [from, to] : values)
                 if (word == from) return text(to);
               return std::string(word);
             }));
  return rows;
}

void ReplaceValues::emit(const State& state, onnx::Columns& columns) const {
  if (!state.numbers.empty()) {
    const auto x = columns.numbers(state.numbers);
    const auto rounded = columns.cast(x, onnx::Element::f32);
    auto y = x;
    const auto pairs = of_numbers(*this);
    for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
      const auto key = columns.model().store({.element = onnx::Element::f32, .shape = {1, 1}, .floats = {pair->first}});
      y = columns.op("Where", {columns.op("Equal", {rounded, key}), columns.row({pair->second}), y});
    }
    columns.set_numbers(state.numbers, y);
  }
  if (state.words.empty()) return;
  const auto count = static_cast<int64_t>(values.size());
  std::vector<std::string> from, to;
  for (const auto& [key, value] : values) from.push_back(key), to.push_back(text(value));
  to.emplace_back();  // never shown: of the words that stay
  const auto replacements = columns.model().store({.element = onnx::Element::text, .shape = {count + 1}, .texts = to});
  for (const auto& column : state.words) {
    const auto place = columns.index_of(column, from, count);
    const auto stays = columns.op("Equal", {place, columns.ints({1}, {count})});
    const auto changed = columns.op("Gather", {replacements, place});
    columns.set_words(column, columns.op("Where", {stays, columns.words(column), changed}));
  }
}

}  // namespace plumb

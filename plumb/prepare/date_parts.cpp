#include "plumb/prepare/date_parts.h"

#include <chrono>
#include <cmath>
#include <numbers>
#include <set>

#include "plumb/prepare/emit_calendar.h"
#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<DateParts>();

const Fits fits_dates{[](const Column& column) { return column.type() == ColumnType::date_time; }, "date-times"};

/// Where a part begins and after how many it comes round; period 0: never.
struct Round {
  int64_t first = 0, period = 0;
};

Round round_of(DatePart part) {
  switch (part) {
    case DatePart::quarter:
      return {1, 4};
    case DatePart::month:
      return {1, 12};
    case DatePart::day:
      return {1, 31};
    case DatePart::weekday:
      return {0, 7};
    case DatePart::day_of_year:
      return {1, 366};
    case DatePart::hour:
      return {0, 24};
    case DatePart::minute:
    case DatePart::second:
      return {0, 60};
    case DatePart::year:
    case DatePart::days:
      return {};
  }
  throw Bug("no such part of a date");
}

double part_of(int64_t milliseconds, DatePart part) {
  using namespace std::chrono;
  const sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(milliseconds)};
  const auto date = floor<std::chrono::days>(time);
  const year_month_day civil{date};
  const auto clock = time - date;
  switch (part) {
    case DatePart::year:
      return static_cast<int>(civil.year());
    case DatePart::quarter:
      return (static_cast<unsigned>(civil.month()) + 2) / 3;
    case DatePart::month:
      return static_cast<unsigned>(civil.month());
    case DatePart::day:
      return static_cast<unsigned>(civil.day());
    case DatePart::weekday:
      return weekday(date).iso_encoding() - 1;
    case DatePart::day_of_year:
      return static_cast<double>((date - sys_days(civil.year() / January / 1)).count() + 1);
    case DatePart::hour:
      return static_cast<double>(floor<hours>(clock).count());
    case DatePart::minute:
      return static_cast<double>(floor<minutes>(clock).count() % 60);
    case DatePart::second:
      return static_cast<double>(floor<seconds>(clock).count() % 60);
    case DatePart::days:
      return static_cast<double>(milliseconds) / 86'400'000;
  }
  throw Bug("no such part of a date");
}

double angle(int64_t place, int64_t period) {
  return 2 * std::numbers::pi * static_cast<double>(place) / static_cast<double>(period);
}

bool is_cyclic(const DateParts& step, DatePart part) { return step.cyclic && round_of(part).period > 0; }

std::vector<std::string> names_of(const DateParts& step, const DateParts::Taken& taken) {
  std::vector<std::string> names;
  for (const DatePart part : taken.parts) {
    const std::string name = taken.column + "_" + name_of(part);
    if (is_cyclic(step, part))
      names.push_back(name + "_sin"), names.push_back(name + "_cos");
    else
      names.push_back(name);
  }
  return names;
}

/// Those of the usual parts in which the train rows differ; the days where they differ in none.
std::vector<DatePart> differing(const Rows& train, const std::string& column) {
  std::vector<DatePart> parts;
  for (const DatePart part :
       {DatePart::year, DatePart::month, DatePart::day, DatePart::weekday, DatePart::hour, DatePart::minute}) {
    std::set<double> seen;
    for (const Table& chunk : train.chunks()) {
      const Column& cells = chunk.at(column);
      for (int64_t row = 0; row < cells.size() && seen.size() < 2; ++row)
        if (!cells.missing(row)) seen.insert(part_of(cells.integers()[static_cast<size_t>(row)], part));
    }
    if (seen.size() > 1) parts.push_back(part);
  }
  return parts.empty() ? std::vector{DatePart::days} : parts;
}

}  // namespace

DateParts::State DateParts::fit(const Rows& train, const StepContext& context) const {
  State state;
  const Table& first = train.chunks().at(0);
  for (const auto& column : select(name, columns, first, context, fits_dates)) {
    Taken taken{.column = column, .parts = parts.empty() ? differing(train, column) : parts};
    for (const auto& fresh : names_of(*this, taken))
      require(!first.has(fresh), "date_parts: there is a column \"{}\" already; rename it, or leave that part out",
              fresh);
    state.taken.push_back(std::move(taken));
  }
  return state;
}

Table DateParts::apply(const State& state, Table rows, const StepContext&) const {
  for (const Taken& taken : state.taken) {
    const Column cells = rows.at(taken.column);
    std::vector<std::vector<double>> made;
    for (const DatePart part : taken.parts) {
      std::vector<double> numbers(static_cast<size_t>(cells.size()), NAN);
      for (int64_t row = 0; row < cells.size(); ++row)
        if (!cells.missing(row))
          numbers[static_cast<size_t>(row)] = part_of(cells.integers()[static_cast<size_t>(row)], part);
      if (!is_cyclic(*this, part)) {
        made.push_back(std::move(numbers));
        continue;
      }
      const auto [begin, period] = round_of(part);
      auto cosines = numbers;
      for (size_t row = 0; row < numbers.size(); ++row) {
        if (std::isnan(numbers[row])) continue;
        const double turn = angle(static_cast<int64_t>(numbers[row]) - begin, period);
        numbers[row] = std::sin(turn), cosines[row] = std::cos(turn);
      }
      made.push_back(std::move(numbers)), made.push_back(std::move(cosines));
    }
    std::string after = taken.column;
    const auto names = names_of(*this, taken);
    for (size_t i = 0; i < names.size(); ++i) {
      rows.insert_after(after, names[i], Column::numbers(std::move(made[i])));
      after = names[i];
    }
    rows.erase(taken.column);
  }
  return rows;
}

void DateParts::emit(const State& state, onnx::Columns& columns) const {
  for (const Taken& taken : state.taken) {
    const auto x = columns.numbers({taken.column});
    const auto gap = columns.op("IsNaN", {x});
    const auto present = columns.op("Where", {gap, columns.row({0}), x});
    std::vector<std::string> made;
    for (const DatePart part : taken.parts) {
      const auto number = emit_date_part(columns, present, part);
      if (!is_cyclic(*this, part)) {
        made.push_back(number);
        continue;
      }
      const auto [begin, period] = round_of(part);
      std::vector<double> circle;
      for (int64_t i = 0; i < period; ++i)
        circle.push_back(std::sin(angle(i, period))), circle.push_back(std::cos(angle(i, period)));
      const auto place = columns.op("Sub", {columns.cast(number, onnx::Element::s64), columns.ints({1}, {begin})});
      const auto point = columns.op("Gather", {columns.matrix(circle, 2), place});  // [rows, 1, 2]
      made.push_back(columns.op("Squeeze", {point, columns.ints({1}, {1})}));
    }
    const auto matrix = made.size() == 1 ? made[0] : columns.op("Concat", made, {{"axis", int64_t{1}}});
    columns.replace(taken.column, names_of(*this, taken), columns.op("Where", {gap, columns.row({NAN}), matrix}));
  }
}

}  // namespace plumb

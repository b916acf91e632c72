#include "plumb/deploy/check_rows.h"

#include <cmath>
#include <numeric>

#include "plumb/core/random.h"
#include "plumb/deploy/odd_images.h"

namespace plumb {
namespace {

constexpr double farthest = 1e6;  // times the train range
constexpr double milliseconds_of_400_years = 146'097 * 86'400'000.0;
constexpr auto unseen = "a word that no train row has";

/// odd: what no train row need have held, by the type of the column.
enum class Change { none, gap, odd };
using Changes = std::vector<Change>;

Change draw(Random& random, bool gaps, bool odds) {
  const double u = random.uniform();
  if (u < 0.12) return gaps ? Change::gap : Change::none;
  if (u < 0.24) return odds ? Change::odd : Change::none;
  return Change::none;
}

double extreme(const Schema::Field& field, Random& random) {
  const double range = std::max({std::abs(field.low), std::abs(field.high), field.high - field.low, 1e-6});
  const double size = range * std::pow(farthest, random.uniform());
  const double value = random.uniform() < 0.5 ? -size : size;
  return static_cast<double>(static_cast<float>(value));  // as the graph's inputs hold it
}

Column numbers(const Schema::Field& field, const Column& column, const Changes& changes, Random& random) {
  std::vector<double> values = column.as_numbers();
  for (size_t row = 0; row < values.size(); ++row) {
    if (changes[row] == Change::gap) values[row] = NAN;
    if (changes[row] == Change::odd) values[row] = extreme(field, random);
    values[row] = static_cast<double>(static_cast<float>(values[row]));
  }
  if (field.type == ColumnType::number) return Column::numbers(std::move(values));
  std::vector<int64_t> whole(values.size());
  std::vector<bool> valid(values.size());
  for (size_t row = 0; row < values.size(); ++row) {
    valid[row] = !std::isnan(values[row]);
    whole[row] = valid[row] ? static_cast<int64_t>(values[row]) : 0;
  }
  return Column::integers(std::move(whole), std::move(valid));
}

Column words(const Schema::Field& field, const Column& column, const Changes& changes) {
  std::vector<std::optional<std::string>> cells(static_cast<size_t>(column.size()));
  for (size_t row = 0; row < cells.size(); ++row) {
    const auto at = static_cast<int64_t>(row);
    if (!column.missing(at) && changes[row] != Change::gap) cells[row] = std::string(column.shown(at));
    if (changes[row] == Change::odd) cells[row] = unseen;
  }
  return Column::texts(cells).as(field.type).value();
}

std::vector<int64_t> rows_of(const Changes& changes, Change wanted) {
  std::vector<int64_t> rows;
  for (size_t row = 0; row < changes.size(); ++row)
    if (changes[row] == wanted) rows.push_back(static_cast<int64_t>(row));
  return rows;
}

std::vector<bool> present(const Column& column, const Changes& changes) {
  std::vector<bool> valid(changes.size());
  for (size_t row = 0; row < valid.size(); ++row)
    valid[row] =
        changes[row] == Change::odd || (changes[row] == Change::none && !column.missing(static_cast<int64_t>(row)));
  return valid;
}

/// The other of the two values where the change is odd.
Column booleans(const Column& column, const Changes& changes) {
  std::vector<uint8_t> values(column.booleans().begin(), column.booleans().end());
  for (size_t row = 0; row < values.size(); ++row)
    if (changes[row] == Change::odd) values[row] = values[row] == 0;
  return Column::booleans(std::move(values), present(column, changes));
}

/// Some time of the years 1570 to 2370, in which every kind of leap year comes twice.
Column date_times(const Column& column, const Changes& changes, Random& random) {
  std::vector<int64_t> values(column.integers().begin(), column.integers().end());
  for (size_t row = 0; row < values.size(); ++row)
    if (changes[row] == Change::odd)
      values[row] = static_cast<int64_t>(std::floor(random.uniform(-1, 1) * milliseconds_of_400_years));
  return Column::date_times(std::move(values), present(column, changes));
}

Column changed(const Schema::Field& field, const Column& column, const Changes& changes, Random& random) {
  switch (field.type) {
    case ColumnType::number:
    case ColumnType::integer:
      return numbers(field, column, changes, random);
    case ColumnType::category:
    case ColumnType::text:
      return words(field, column, changes);
    case ColumnType::boolean:
      return booleans(column, changes);
    case ColumnType::date_time:
      return date_times(column, changes, random);
    case ColumnType::image:
      return odd_images(column, rows_of(changes, Change::odd), rows_of(changes, Change::gap), random);
    case ColumnType::list:
      return column;
  }
  throw Bug("no such type of a column");
}

/// The first rows that may be changed are odd: of a few images, too, some are.
void put_first(Changes& changes) {
  for (size_t row = 0; row < std::min<size_t>(5, changes.size()); ++row)
    if (row % 3 != 0) changes[row] = Change::odd;
}

bool survives(const Schema::Field& field, const Table& rows, Change change,
              const std::function<bool(const Table&)>& answers) {
  Random random(0, "check");
  Table one = rows.slice(0, 1);
  one.set(field.name, changed(field, one.at(field.name), {change}, random));
  return answers(one);
}

}  // namespace

Table check_rows(const Schema& schema, const Table& raw, const std::function<bool(const Table&)>& answers,
                 uint64_t seed, int64_t most) {
  std::vector<int64_t> chosen = Random(seed, "check rows").permutation(raw.rows());
  chosen.resize(static_cast<size_t>(std::min(most, raw.rows())));
  Table rows = raw.take(chosen);
  if (rows.rows() == 0) return rows;
  const Table original = rows;
  for (const Schema::Field& field : schema.fields) {
    const bool gaps = survives(field, original, Change::gap, answers);
    const bool odds = survives(field, original, Change::odd, answers);
    Random random(seed, "check " + field.name);
    Changes changes(chosen.size(), Change::none);
    for (size_t row = 0; row < changes.size(); ++row)
      if (row % 3 != 0) changes[row] = draw(random, gaps, odds);
    if (field.type == ColumnType::image && odds) put_first(changes);
    rows.set(field.name, changed(field, original.at(field.name), changes, random));
  }
  return rows;
}

}  // namespace plumb

#include "plumb/deploy/check_rows.h"

#include <cmath>
#include <numeric>

#include "plumb/core/random.h"

namespace plumb {
namespace {

constexpr double farthest = 1e6;  // times the train range
constexpr auto unseen = "a word that no train row has";

enum class Change { none, gap, word, extreme };

Change draw(Random& random, bool gaps, bool words, bool numbers) {
  const double u = random.uniform();
  if (u < 0.12) return gaps ? Change::gap : Change::none;
  if (u < 0.24) return words ? Change::word : numbers ? Change::extreme : Change::none;
  return Change::none;
}

double extreme(const Schema::Field& field, Random& random) {
  const double range = std::max({std::abs(field.low), std::abs(field.high), field.high - field.low, 1e-6});
  const double size = range * std::pow(farthest, random.uniform());
  const double value = random.uniform() < 0.5 ? -size : size;
  return static_cast<double>(static_cast<float>(value));  // as the graph's inputs hold it
}

Column numbers(const Schema::Field& field, const Column& column, const std::vector<Change>& changes, Random& random) {
  std::vector<double> values = column.as_numbers();
  for (size_t row = 0; row < values.size(); ++row) {
    if (changes[row] == Change::gap) values[row] = NAN;
    if (changes[row] == Change::extreme) values[row] = extreme(field, random);
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

Column words(const Schema::Field& field, const Column& column, const std::vector<Change>& changes) {
  std::vector<std::optional<std::string>> cells(static_cast<size_t>(column.size()));
  for (size_t row = 0; row < cells.size(); ++row) {
    const auto at = static_cast<int64_t>(row);
    if (!column.missing(at) && changes[row] != Change::gap) cells[row] = std::string(column.shown(at));
    if (changes[row] == Change::word) cells[row] = unseen;
  }
  return Column::texts(cells).as(field.type).value();
}

bool is_words(ColumnType type) { return type == ColumnType::category || type == ColumnType::text; }
bool is_numbers(ColumnType type) { return type == ColumnType::number || type == ColumnType::integer; }

Column changed(const Schema::Field& field, const Column& column, const std::vector<Change>& changes, Random& random) {
  if (is_numbers(field.type)) return numbers(field, column, changes, random);
  if (is_words(field.type)) return words(field, column, changes);
  return column;
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
    const bool unseen_words = is_words(field.type) && survives(field, original, Change::word, answers);
    const bool extremes = is_numbers(field.type) && survives(field, original, Change::extreme, answers);
    Random random(seed, "check " + field.name);
    std::vector<Change> changes(chosen.size(), Change::none);
    for (size_t row = 0; row < changes.size(); ++row)
      if (row % 3 != 0) changes[row] = draw(random, gaps, unseen_words, extremes);
    rows.set(field.name, changed(field, original.at(field.name), changes, random));
  }
  return rows;
}

}  // namespace plumb

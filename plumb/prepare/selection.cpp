#include "plumb/prepare/selection.h"

#include <algorithm>
#include <cmath>

namespace plumb {

const Fits fits_numbers{[](const Column& column) { return column.is_numeric(); }, "numbers"};
const Fits fits_quantities{
    [](const Column& column) { return column.is_numeric() && column.type() != ColumnType::boolean; }, "numbers"};
const Fits fits_categories{[](const Column& column) { return column.type() == ColumnType::category; }, "categories"};
const Fits fits_texts{[](const Column& column) { return column.type() == ColumnType::text; }, "texts"};
const Fits fits_words{
    [](const Column& column) { return column.type() == ColumnType::category || column.type() == ColumnType::text; },
    "words"};
const Fits fits_images{[](const Column& column) { return column.type() == ColumnType::image; }, "images"};

std::vector<std::string> select(std::string_view step, const std::vector<std::string>& asked, const Table& rows,
                                const StepContext& context, const Fits& fits, const Fits* or_named) {
  for (const auto& name : asked) {
    if (!rows.has(name)) throw Error("{}: no column \"{}\"{}", step, name, did_you_mean(name, rows.names()));
    const Column& column = rows.at(name);
    if (!fits.fits(column) && !(or_named && or_named->fits(column)))
      throw Error("{}: column \"{}\" holds {}, expected {}; take it out of `columns`", step, name,
                  name_of(column.type()), or_named ? or_named->what : fits.what);
  }
  if (!asked.empty()) return asked;
  std::vector<std::string> chosen;
  for (const auto& name : rows.names()) {
    const bool is_target = std::find(context.targets.begin(), context.targets.end(), name) != context.targets.end();
    if (!is_target && fits.fits(rows.at(name))) chosen.push_back(name);
  }
  return chosen;
}

std::string free_name(std::string name, std::set<std::string>& taken) {
  while (!taken.insert(name).second) name += '_';
  return name;
}

std::vector<std::string> present_words(const Rows& train, const std::string& column) {
  std::vector<std::string> words;
  for (const Table& chunk : train.chunks()) {
    const Column& cells = chunk.at(column);
    for (int64_t row = 0; row < cells.size(); ++row)
      if (!cells.missing(row)) words.push_back(cells.shown(row));
  }
  return words;
}

std::vector<double> present_numbers(const Rows& train, const std::string& column) {
  std::vector<double> numbers;
  for (const Table& chunk : train.chunks())
    for (const double number : chunk.at(column).as_numbers())
      if (!std::isnan(number)) numbers.push_back(number);
  return numbers;
}

}  // namespace plumb

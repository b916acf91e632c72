#include "plumb/data/typed_cells.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/core/parse.h"
#include "plumb/data/image_cells.h"

namespace plumb {
namespace {

/// The first row that keeps a column from being of a type.
int64_t misfit(const Column& column, ColumnType type) {
  for (int64_t row = 0; row < column.size(); ++row)
    if (!column.take(std::vector{row}).as(type)) return row;
  throw Bug("typed cells: each fits alone");
}

Column converted(const Column& column, ColumnType type, const std::string& name, const std::string& where) {
  if (column.type() == type) return column;
  if (auto other = column.as(type)) return std::move(*other);
  // A type that came from the train rows must not make served rows fail: 2.5 among whole numbers.
  if (type == ColumnType::integer && column.type() == ColumnType::number) return column;
  const int64_t row = misfit(column, type);
  throw Error("{}: column \"{}\", row {}: \"{}\" is not {}; fix the cell, or add the word to `missing`", where, name,
              row + 1, column.shown(row).substr(0, 60), with_article(type));
}

/// Numbers that stand for missing cells: `missing: [-999]`.
Column without_markers(const Column& column, const std::vector<std::string>& missing) {
  std::vector<double> markers;
  for (const std::string& word : missing)
    if (const auto value = parse_number(word)) markers.push_back(*value);
  if (markers.empty() || (column.type() != ColumnType::number && column.type() != ColumnType::integer)) return column;
  const auto is_marker = [&](int64_t row) {
    return std::find(markers.begin(), markers.end(), column.number(row)) != markers.end();
  };
  if (column.type() == ColumnType::number) {
    std::vector<double> values(column.numbers().begin(), column.numbers().end());
    for (size_t i = 0; i < values.size(); ++i)
      if (is_marker(static_cast<int64_t>(i))) values[i] = NAN;
    return Column::numbers(std::move(values));
  }
  std::vector<int64_t> values(column.integers().begin(), column.integers().end());
  std::vector<bool> valid(values.size());
  for (size_t i = 0; i < values.size(); ++i)
    valid[i] = !column.missing(static_cast<int64_t>(i)) && !is_marker(static_cast<int64_t>(i));
  for (size_t i = 0; i < values.size(); ++i)
    if (!valid[i]) values[i] = 0;
  return Column::integers(std::move(values), std::move(valid));
}

bool holds_words(const Column& column) {
  return column.type() == ColumnType::text || column.type() == ColumnType::category;
}

void check_same_columns(const Table& first, const std::string& first_file, const Table& more, const std::string& file) {
  for (const auto& [has, from, lacks, to] :
       {std::tuple(&first, &first_file, &more, &file), std::tuple(&more, &file, &first, &first_file)})
    for (const std::string& name : has->names())
      if (!lacks->has(name))
        throw Error("{}: has no column \"{}\", and {} has; files that are read together need the same columns", *to,
                    name, *from);
}

}  // namespace

bool WordColumn::is_gap(std::string_view word) const {
  return word.empty() || std::find(missing_.begin(), missing_.end(), word) != missing_.end();
}

void WordColumn::add(std::string_view word) {
  if (is_gap(word))
    builder_.add_missing();
  else
    builder_.add(word);
}

ReadResult as_told(Table table, const std::string& where, const ReadSettings& settings) {
  if (settings.limit >= 0 && table.rows() > settings.limit) table = table.slice(0, settings.limit);
  ReadResult result;
  if (!settings.missing.empty())
    for (const std::string& name : std::vector(table.names()))
      table.set(name, without_markers(table.at(name), settings.missing));
  for (const auto& [name, type] : settings.types) {
    if (!table.has(name)) continue;
    if (type == ColumnType::image && holds_words(table.at(name))) {
      ImageCells cells = read_image_cells(name, table.at(name), where, settings.on_error);
      table = table.take(cells.rows);
      table.set(name, std::move(cells.images));
      result.skipped.insert(result.skipped.end(), cells.skipped.begin(), cells.skipped.end());
    } else if (type == ColumnType::image || type == ColumnType::list) {
      require(table.at(name).type() == type, "{}: column \"{}\" is of type {}, and {} was told; correct `inputs`",
              where, name, name_of(table.at(name).type()), name_of(type));
    } else {
      table.set(name, converted(table.at(name), type, name, where));
    }
  }
  result.table = std::move(table);
  return result;
}

ReadResult read_files(const std::vector<FilePath>& patterns, const ReadSettings& given,
                      const std::function<Table(const Path& file, const ReadSettings& settings)>& read) {
  ReadSettings settings = given;
  ReadResult all;
  std::vector<Table> tables;
  std::string first;
  for (const FilePath& pattern : patterns)
    for (const Path& file : glob(pattern)) {
      if (!tables.empty() && settings.limit == 0) continue;
      Table rows = read(file, settings);
      require(rows.rows() > 0, "{}: holds no rows", file.string());
      ReadResult one = as_told(std::move(rows), file.string(), settings);
      all.skipped.insert(all.skipped.end(), one.skipped.begin(), one.skipped.end());
      if (tables.empty())
        first = file.string();
      else
        check_same_columns(tables[0], first, one.table, file.string());
      if (given.limit >= 0) settings.limit -= one.table.rows();
      tables.push_back(std::move(one.table));
    }
  all.table = joined(std::move(tables));
  return all;
}

bool ends_with_one_of(const std::string& path, std::initializer_list<const char*> endings) {
  const std::string small = lower(path);
  return std::any_of(endings.begin(), endings.end(), [&](const char* ending) { return small.ends_with(ending); });
}

}  // namespace plumb

#include "plumb/core/table.h"

#include <algorithm>
#include <numeric>

#include "plumb/core/error.h"
#include "plumb/core/suggest.h"

namespace plumb {
namespace {

size_t place(const std::vector<std::string>& names, std::string_view name) {
  return static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

size_t place_or_error(const std::vector<std::string>& names, std::string_view name) {
  const size_t index = place(names, name);
  if (index < names.size()) return index;
  std::string hint = did_you_mean(name, names);
  if (hint.empty() && names.size() <= 40) hint = "; there are " + (names.empty() ? "none" : join(names));
  throw Error("no column \"{}\"{}", name, hint);
}

}  // namespace

bool Table::has(std::string_view name) const { return place(names_, name) < names_.size(); }

const Column& Table::at(std::string_view name) const { return columns_[place_or_error(names_, name)]; }

void Table::set(const std::string& name, Column column) {
  const size_t index = place(names_, name);
  const bool alone = names_.empty() || (names_.size() == 1 && index == 0);
  if (!alone && column.size() != rows_)
    throw Bug(fmt::format("table: column \"{}\" has {} rows, the table {}", name, column.size(), rows_));
  rows_ = column.size();
  if (index < names_.size()) {
    columns_[index] = std::move(column);
  } else {
    names_.push_back(name);
    columns_.push_back(std::move(column));
  }
}

void Table::insert_after(std::string_view after, const std::string& name, Column column) {
  place_or_error(names_, after);
  if (has(name)) erase(name);
  set(name, std::move(column));
  const auto to = static_cast<std::ptrdiff_t>(place_or_error(names_, after)) + 1;
  std::rotate(names_.begin() + to, names_.end() - 1, names_.end());
  std::rotate(columns_.begin() + to, columns_.end() - 1, columns_.end());
}

void Table::erase(std::string_view name) {
  const auto index = static_cast<std::ptrdiff_t>(place_or_error(names_, name));
  names_.erase(names_.begin() + index);
  columns_.erase(columns_.begin() + index);
}

void Table::rename(std::string_view from, const std::string& to) {
  const size_t index = place_or_error(names_, from);
  if (to != from && has(to)) throw Error("cannot rename column \"{}\": there is a column \"{}\" already", from, to);
  names_[index] = to;
}

Table Table::take(std::span<const int64_t> rows) const {
  Table result;
  result.rows_ = static_cast<int64_t>(rows.size());
  result.names_ = names_;
  for (const Column& column : columns_) result.columns_.push_back(column.take(rows));
  return result;
}

Table Table::select(const std::vector<std::string>& names) const {
  Table result;
  result.rows_ = rows_;
  for (const std::string& name : names) {
    const Column& column = at(name);
    result.set(name, column);
  }
  return result;
}

Table Table::append(const Table& more) const {
  if (names_.empty()) return more;
  Table result;
  for (size_t i = 0; i < names_.size(); ++i) result.set(names_[i], columns_[i].append(more.at(names_[i])));
  for (const std::string& name : more.names_)
    if (!has(name)) throw Error("cannot join the rows: column \"{}\" is in the second table only", name);
  return result;
}

Table Table::slice(int64_t begin, int64_t end) const {
  std::vector<int64_t> rows(static_cast<size_t>(std::max<int64_t>(0, end - begin)));
  std::iota(rows.begin(), rows.end(), begin);
  return take(rows);
}

Table joined(std::vector<Table> tables) {
  while (tables.size() > 1) {
    std::vector<Table> pairs;
    for (size_t i = 0; i < tables.size(); i += 2)
      pairs.push_back(i + 1 < tables.size() ? tables[i].append(tables[i + 1]) : std::move(tables[i]));
    tables = std::move(pairs);
  }
  return tables.empty() ? Table() : std::move(tables[0]);
}

}  // namespace plumb

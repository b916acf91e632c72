#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/column.h"

namespace plumb {

/// Named columns of equal length. A value: copies share buffers.
///
///     Table t;
///     t.set("age", Column::numbers({22, 38}));
///     t.at("age").number(0);          // 22
///     t.at("aeg");                    // Error: no column "aeg"; did you mean "age"?
class Table {
 public:
  int64_t rows() const { return rows_; }
  const std::vector<std::string>& names() const { return names_; }
  bool has(std::string_view name) const;
  const Column& at(std::string_view name) const;
  const Column& at(size_t index) const { return columns_.at(index); }

  void set(const std::string& name, Column column);  // replaces, or appends at the end
  void insert_after(std::string_view after, const std::string& name, Column column);
  void erase(std::string_view name);
  void rename(std::string_view from, const std::string& to);

  Table take(std::span<const int64_t> rows) const;
  Table select(const std::vector<std::string>& names) const;
  Table append(const Table& more) const;  // same columns, in any order
  Table slice(int64_t begin, int64_t end) const;

 private:
  int64_t rows_ = 0;
  std::vector<std::string> names_;
  std::vector<Column> columns_;
};

/// The rows of all, one table after the other. Neighbours are joined in pairs, and the pairs in pairs, so that of many
/// tables no row is copied more than a few times.
Table joined(std::vector<Table> tables);

}  // namespace plumb

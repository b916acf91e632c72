#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>

#include "plumb/core/files.h"
#include "plumb/core/form.h"
#include "plumb/core/table.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/paths.h"

/// Tables as text, for the cases in tests/prepare/*.yaml: `{age: [1, null, 3], city: [ulm, null, bonn]}`.
namespace plumb::testing {

inline Column column_of(const Entry& cells) {
  using Kind = Entry::Kind;
  bool all_numbers = true, all_booleans = true;
  for (const Entry& cell : cells.items()) {
    all_numbers &= cell.is_null() || cell.kind() == Kind::number;
    all_booleans &= cell.is_null() || cell.kind() == Kind::boolean;
  }
  std::vector<double> numbers;
  std::vector<uint8_t> booleans;
  std::vector<bool> valid;
  std::vector<std::optional<std::string>> texts;
  for (const Entry& cell : cells.items()) {
    numbers.push_back(cell.kind() == Kind::number ? cell.as_double() : NAN);
    booleans.push_back(cell.kind() == Kind::boolean && cell.as_bool());
    valid.push_back(!cell.is_null());
    texts.push_back(cell.is_null() ? std::nullopt : std::optional(cell.word()));
  }
  if (all_numbers) return Column::numbers(numbers);
  if (all_booleans) return Column::booleans(booleans, valid);
  return *Column::texts(texts).as(ColumnType::category);
}

/// `types` may name another type for a column.
inline Table table_of(const Entry& entry, const Entry* types = nullptr) {
  Table table;
  for (const Entry::Field& field : entry.fields()) {
    Column column = column_of(field.value);
    if (const Entry* type = types ? types->find(field.name) : nullptr) {
      Problems problems;
      column = *column.as(*Form<ColumnType>::read(*type, problems));
    }
    table.set(field.name, column);
  }
  return table;
}

/// Same columns in the same order, same words, numbers to within `tolerance`.
inline void expect_equal(const Table& got, const Table& expected, double tolerance = 1e-9) {
  ASSERT_EQ(got.names(), expected.names());
  ASSERT_EQ(got.rows(), expected.rows());
  for (const auto& name : expected.names())
    for (int64_t row = 0; row < expected.rows(); ++row) {
      const Column &a = got.at(name), &b = expected.at(name);
      ASSERT_EQ(a.missing(row), b.missing(row)) << name << ", row " << row;
      if (a.missing(row)) continue;
      if (b.is_numeric())
        EXPECT_NEAR(a.number(row), b.number(row), tolerance * (1 + std::abs(b.number(row)))) << name << ", row " << row;
      else
        EXPECT_EQ(a.shown(row), b.shown(row)) << name << ", row " << row;
    }
}

inline Entry read_cases(const std::filesystem::path& file) {
  Problems problems;
  Entry cases = read_yaml(read_file(file), file.filename().string(), problems);
  problems.raise();
  return cases;
}

}  // namespace plumb::testing

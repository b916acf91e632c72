#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string>

#include "plumb/core/files.h"
#include "plumb/core/form.h"
#include "plumb/core/table.h"
#include "plumb/prepare/pipeline.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/paths.h"

/// What the tests of the steps share: tables as text, for the cases in tests/prepare/*.yaml: `{age: [1, null, 3], city:
/// [ulm, null, bonn]}`.
namespace plumb::testing {

/// A grey image as a list of rows of pixels; a colour one has lists of three as its pixels.
inline Column images_of(const Entry& cells) {
  std::vector<uint8_t> bytes;
  std::vector<int64_t> offsets{0};
  std::vector<std::array<int64_t, 3>> shapes;
  std::vector<bool> valid;
  for (const Entry& cell : cells.items()) {
    valid.push_back(!cell.is_null());
    std::array<int64_t, 3> shape{static_cast<int64_t>(cell.items().size()), 0, 1};
    for (const Entry& row : cell.items()) {
      shape[1] = static_cast<int64_t>(row.items().size());
      for (const Entry& pixel : row.items()) {
        if (pixel.is_list()) shape[2] = static_cast<int64_t>(pixel.items().size());
        if (!pixel.is_list()) bytes.push_back(static_cast<uint8_t>(pixel.as_double()));
        for (const Entry& channel : pixel.items()) bytes.push_back(static_cast<uint8_t>(channel.as_double()));
      }
    }
    shapes.push_back(shape);
    offsets.push_back(static_cast<int64_t>(bytes.size()));
  }
  return Column::images(bytes, offsets, shapes, valid);
}

inline std::vector<double> numbers_of(const Entry& list) {
  std::vector<double> numbers;
  for (const Entry& one : list.items()) numbers.push_back(one.as_double());
  return numbers;
}

/// {lists: [[1, 2], [3]]}
inline Column lists_of(const Entry& lists) {
  std::vector<double> values;
  std::vector<int64_t> ends{0};
  for (const Entry& list : lists.items()) {
    for (const Entry& number : list.items()) values.push_back(number.as_double());
    ends.push_back(static_cast<int64_t>(values.size()));
  }
  return Column::lists(values, ends);
}

inline Column column_of(const Entry& cells) {
  using Kind = Entry::Kind;
  if (cells.is_map()) return lists_of(cells.at("lists"));
  if (!cells.items().empty() && cells.items()[0].is_list()) return images_of(cells);
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

/// `types` may name another type for a column; a column of gaps has the type that it has in `like`.
inline Table table_of(const Entry& entry, const Entry* types = nullptr, const Table* like = nullptr) {
  Table table;
  for (const Entry::Field& field : entry.fields()) {
    Column column = column_of(field.value);
    if (const Entry* type = types ? types->find(field.name) : nullptr) {
      Problems problems;
      column = *column.as(*Form<ColumnType>::read(*type, problems));
    } else if (like && like->has(field.name) && column.missing_count() == column.size()) {
      column = *column.as(like->at(field.name).type());
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
      if (b.type() == ColumnType::image) {
        const ImageView x = a.image(row), y = b.image(row);
        EXPECT_EQ((Shape{x.height, x.width, x.channels}), (Shape{y.height, y.width, y.channels})) << name;
        EXPECT_TRUE(std::equal(x.bytes.begin(), x.bytes.end(), y.bytes.begin(), y.bytes.end()))
            << name << ", row " << row;
      } else if (b.type() == ColumnType::list) {
        EXPECT_TRUE(std::ranges::equal(a.list(row), b.list(row))) << name << ", row " << row;
      } else if (b.is_numeric())
        EXPECT_NEAR(a.number(row), b.number(row), tolerance * (1 + std::abs(b.number(row)))) << name << ", row " << row;
      else
        EXPECT_EQ(a.shown(row), b.shown(row)) << name << ", row " << row;
    }
}

inline StepContext context_of(const Entry& one) {
  StepContext context{.seed = 1};
  if (const Entry* targets = one.find("targets"))
    for (const Entry& target : targets->items()) context.targets.push_back(target.word());
  if (const Entry* ids = one.find("ids"))
    for (const Entry& id : ids->items()) context.ids.push_back(id.word());
  return context;
}

/// One step, or a list of them.
inline Pipeline read_steps(const Entry& entry) {
  Problems problems;
  Pipeline pipeline;
  const auto add = [&](const Entry& one) {
    if (auto step = registry<Step>().read(one, problems)) pipeline.add(*step);
  };
  if (entry.is_list())
    for (const Entry& one : entry.items()) add(one);
  else
    add(entry);
  problems.raise();
  return pipeline;
}

inline Entry read_cases(const std::filesystem::path& file) {
  Problems problems;
  Entry cases = read_yaml(read_file(file), file.filename().string(), problems);
  problems.raise();
  return cases;
}

}  // namespace plumb::testing

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "plumb/data/source.h"

namespace plumb::testing {

/// The rows of all chunks as one table.
inline Table all_rows(const Chunks& chunks) {
  std::vector<Table> all;
  for (int64_t chunk = 0; chunk < chunks.count(); ++chunk) {
    all.push_back(chunks.read(chunk));
    EXPECT_EQ(all.back().rows(), chunks.rows(chunk)) << chunk;
  }
  return joined(std::move(all));
}

/// The same columns of the same types with the same cells; the words of categories may be listed in another order.
inline void expect_same_rows(const Table& a, const Table& b) {
  ASSERT_EQ(a.names(), b.names());
  ASSERT_EQ(a.rows(), b.rows());
  for (const std::string& name : a.names()) {
    const Column &x = a.at(name), &y = b.at(name);
    ASSERT_EQ(x.type(), y.type()) << name;
    for (int64_t row = 0; row < a.rows(); ++row) {
      ASSERT_EQ(x.missing(row), y.missing(row)) << name << ", row " << row;
      if (x.type() != ColumnType::image)
        ASSERT_EQ(x.shown(row), y.shown(row)) << name << ", row " << row;
      else
        ASSERT_TRUE(std::ranges::equal(x.image(row).bytes, y.image(row).bytes)) << name << ", row " << row;
    }
  }
}

}  // namespace plumb::testing

#include "plumb/data/profile.h"

#include <gtest/gtest.h>

#include <cmath>

namespace plumb {
namespace {

TEST(Profile, MeasuresNumbers) {
  const ColumnProfile found = profile("x", Column::numbers({1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16, NAN}));
  EXPECT_EQ(found.rows, 5);
  EXPECT_EQ(found.missing, 1);
  EXPECT_EQ(found.distinct, 4);
  EXPECT_EQ(found.low, 1e9 + 4);
  EXPECT_EQ(found.high, 1e9 + 16);
  EXPECT_EQ(found.mean, 1e9 + 10);
  EXPECT_NEAR(found.deviation, std::sqrt(22.5), 1e-9);
}

TEST(Profile, CountsWords) {
  const ColumnProfile found = profile("city", Column::texts({"ulm", "bonn", "ulm", std::nullopt, "aachen"}));
  using Counts = std::vector<std::pair<std::string, int64_t>>;
  EXPECT_EQ(found.most_common, (Counts{{"ulm", 2}, {"aachen", 1}, {"bonn", 1}}));
  EXPECT_EQ(found.distinct, 3);
}

TEST(Schema, SavedAndLoadedIsTheSame) {
  Table table;
  table.set("age", Column::numbers({22, NAN, 35.5}));
  table.set("city", Column::categories({0, 1, -1}, {"bonn", "ulm"}));
  table.set("scan", Column::images({1, 2, 3, 4, 5, 6}, {0, 2, 4, 6}, {{1, 2, 1}, {1, 2, 1}, {1, 2, 1}}));
  const Schema schema = infer_schema(table);
  Problems problems;
  const auto loaded = read_options<Schema>(parse_json(to_json(write_options(schema)), "schema.json"), problems);
  problems.raise();
  EXPECT_EQ(write_options(*loaded), write_options(schema));
  EXPECT_EQ(loaded->find("age")->high, 35.5);
  EXPECT_EQ(loaded->find("city")->words, (std::vector<std::string>{"bonn", "ulm"}));
  EXPECT_EQ(loaded->find("scan")->image, (Shape{1, 2, 1}));
  EXPECT_EQ(loaded->find("nothing"), nullptr);
}

}  // namespace
}  // namespace plumb

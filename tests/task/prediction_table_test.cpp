// Answers as typed columns, named as those of CSV, and as an Arrow file.
#include <gtest/gtest.h>

#include <sstream>

#include "plumb/core/suggest.h"
#include "plumb/task/prediction_writer.h"

namespace plumb {
namespace {

std::vector<Answer> answers() {
  return {{.target = {.name = "kind", .labels = {"big", "small"}}, .values = {0.9, 0.1, 0.2, 0.8}},
          {.target = {.name = "price"}, .values = {10, 20.5}},
          {.target = {.name = "load", .quantiles = {0.1, 0.9}}, .values = {1, 2, 3, 4}},
          {.target = {.name = "odd"}, .values = {0.5, 2}, .threshold = 1, .anomaly = true}};
}

Table rows() {
  Table table;
  table.set("size", Column::integers({3, 4}));
  table.set("seen", Column::date_times({0, 1000}, {false, true}));
  return table;
}

TEST(PredictionTable, HasTheColumnsOfCsv) {
  const Table table = prediction_table(rows(), {"seen"}, answers());
  std::ostringstream csv;
  write_predictions(csv, PredictionFormat::csv, rows(), {"seen"}, answers());
  EXPECT_EQ(join(table.names(), ","), csv.str().substr(0, csv.str().find('\n')));
  std::string cells;
  for (const std::string& name : table.names()) cells += (cells.empty() ? "" : ",") + table.at(name).shown(1);
  EXPECT_NE(csv.str().find("\n" + cells + "\n"), std::string::npos) << cells << "\n" << csv.str();
}

TEST(PredictionTable, KeepsTypesAndGaps) {
  const Table table = prediction_table(rows(), {"seen"}, answers());
  EXPECT_EQ(table.at("seen").type(), ColumnType::date_time);
  EXPECT_TRUE(table.at("seen").missing(0));
  EXPECT_EQ(table.at("kind").type(), ColumnType::category);
  EXPECT_EQ(table.at("kind_probability_small").number(1), 0.8);
  EXPECT_EQ(table.at("load_q0.9").number(0), 2);
  EXPECT_EQ(table.at("odd").shown(0), "normal");
}

}  // namespace
}  // namespace plumb
